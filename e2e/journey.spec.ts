import { expect, type Page } from "@playwright/test";
import { heldMessage } from "./plans.ts";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const plan = heldMessage({ subject: "December", body: "The report is ready." });

async function start(page: Page): Promise<string> {
  const answer = await page.request.post("/api/orchestrate", { data: { plan }, headers: { "x-fermata-workspace": "demo" } });
  expect(answer.status()).toBe(202);
  return ((await answer.json()) as { url: string }).url;
}

const step = (page: Page, id: string) => page.locator(`[data-step="${id}"]`);

test("a visitor signs in with a demo sign-in and signs out again", async ({ page }) => {
  const errors: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.getByRole("button", { name: /owner/ }).click();
  await expect(page.getByRole("heading", { name: "What should be done?", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "your menu" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(demoAddress);
  await expect(page).toHaveURL(/\/sign-in/);
  expect(errors).toEqual([]);
});

test("a wrong password is refused in words", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("dana@demo.example");
  await page.getByLabel("Password").fill("not this");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "not right" })).toBeVisible();
});

test("steps are followed live; what sends waits, shows its payload, and goes on once it is approved", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(await start(page));
  await expect(step(page, "gather")).toHaveAttribute("data-status", "completed");
  await expect(step(page, "tell")).toHaveAttribute("data-status", "held");
  await expect(step(page, "after")).toHaveAttribute("data-status", "pending");
  await expect(page.getByRole("status")).toContainText("Waiting for an approver");

  const card = page.getByRole("region", { name: /^Approve\?/ });
  await expect(card.getByRole("region", { name: "What will happen, as data" })).toContainText("The report is ready.");
  await card.getByRole("button", { name: "Approve", exact: true }).click();

  await expect(step(page, "after")).toHaveAttribute("data-status", "completed");
  await expect(page.getByRole("status")).toContainText("Completed");
  await expect(page.getByRole("region", { name: "Result", exact: true })).toBeVisible();
  await expect(card).toHaveCount(0);

  await step(page, "tell").getByRole("button").click();
  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(inspector).toContainText("Approved by Dana Mizrahi");
  await inspector.getByRole("button", { name: "Fork from here" }).click();
  await expect(page.getByRole("dialog", { name: "Fork from here" })).toContainText("Tell Yoav");
});

test("a rejection needs no mouse, and stops the step", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(await start(page));
  await page.getByLabel("Note").focus();
  await page.keyboard.type("not before Monday");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Reject" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(step(page, "tell")).toHaveAttribute("data-status", "failed");
  await expect(step(page, "tell")).toContainText("not before Monday");
});

test("an execution is paused, resumed and cancelled", async ({ page }) => {
  await signInAs(page, "operator");
  await page.goto(await start(page));
  await expect(page.getByText("Your role cannot decide this.")).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("status")).toContainText("Paused");
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("status")).toContainText("Held");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("status")).toContainText("Cancelled");
});

test("a viewer is shown no controls, and a page of nobody's workspace is not there", async ({ page }) => {
  await signInAs(page, "viewer");
  await page.goto(demoAddress);
  await expect(page.getByLabel("What should be done?")).toHaveCount(0);
  const answer = await page.goto("/nowhere");
  expect(answer?.status()).toBe(404);
});

test.describe("a reader in Jerusalem", () => {
  test.use({ timezoneId: "Asia/Jerusalem" });

  test("reads times of their own zone, and the list says what is held", async ({ page }) => {
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await signInAs(page, "owner");
    const url = await start(page);
    await page.goto(url);
    const expected = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Jerusalem" });
    await expect(step(page, "tell")).toHaveAttribute("data-status", "held");
    const { approvals } = (await (await page.request.get(`/api/orchestrate/${url.split("/").at(-1)}`)).json()) as {
      approvals: { requestedAt: string }[];
    };
    await expect(page.getByRole("status")).toContainText(`, ${expected.format(new Date(approvals[0]?.requestedAt ?? ""))}, expires`);
    await expect(page.getByRole("status")).toContainText("Held");
    await page.reload();
    await expect(page.getByRole("status")).not.toContainText("UTC");
    await page.goto(`${demoAddress}/executions`);
    await expect(page.locator(`[data-row="${url.split("/").at(-1)}"]`)).toContainText("Held");
    expect(errors).toEqual([]);
  });
});
