import { expect, type Page } from "@playwright/test";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

/** Two executions may run at once in a test, so each has a name of its own. */
async function held(page: Page, subject: string): Promise<void> {
  const steps = [{ id: "tell", tool: "message.send", params: { to: "yoav@example.test", subject, body: "Hello." } }];
  const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } }, headers: { "x-fermata-workspace": "demo" } });
  const { id } = (await answer.json()) as { id: string };
  const open = async () => ((await (await page.request.get(`/api/approvals?execution=${id}`)).json()) as { data: unknown[] }).data.length;
  await expect.poll(open).toBe(1);
}

const row = (page: Page, subject: string) => page.getByRole("button", { expanded: false, name: new RegExp(subject) });
const card = (page: Page, subject: string) => page.getByRole("region", { name: new RegExp(`^Approve\\?.*${subject}`) });

test("an approval is reached and released by keys alone", async ({ page }) => {
  const subject = `Keys ${Date.now()}`;
  await signInAs(page, "owner");
  await held(page, subject);
  await page.goto(demoAddress);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(/^\(\d+\) Home/);
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expect(page.getByRole("heading", { name: "Approvals", level: 1 })).toBeVisible();
  await row(page, subject).focus();
  await page.keyboard.press("Enter");
  await expect(card(page, subject)).toContainText("yoav@example.test");
  await page.keyboard.press("a");
  await expect(card(page, subject)).toHaveCount(0);
  await expect(row(page, subject)).toHaveCount(0);
});

test("a rejection without a reason asks for one", async ({ page }) => {
  const subject = `Reason ${Date.now()}`;
  await signInAs(page, "owner");
  await held(page, subject);
  await page.goto(`${demoAddress}/approvals`);
  await row(page, subject).click();
  await page.keyboard.press("r");
  const note = card(page, subject).getByLabel("Note");
  await expect(note).toBeFocused();
  await expect(card(page, subject)).toContainText("Say why");
  await note.fill("not before Monday");
  await card(page, subject).getByRole("button", { name: "Reject" }).click();
  await expect(card(page, subject)).toHaveCount(0);
});

test("what will happen is changed as data, and what differs is shown before it is approved", async ({ page }) => {
  const subject = `Change ${Date.now()}`;
  await signInAs(page, "owner");
  await held(page, subject);
  await page.goto(`${demoAddress}/approvals`);
  await row(page, subject).click();
  await page.keyboard.press("e");
  const field = page.getByLabel("What will happen, as you change it");
  await field.fill((await field.inputValue()).replace("Hello.", "Good morning."));
  await expect(card(page, subject)).toContainText('+ "body": "Good morning."'.replace("+ ", "+   "));
  await page.getByRole("button", { name: "Approve with these changes" }).click();
  await expect(card(page, subject)).toHaveCount(0);
});

test("the palette finds an execution by its id, and several are cancelled together once that is confirmed", async ({ page }) => {
  await signInAs(page, "owner");
  const title = `Bulk ${Date.now()}`;
  await held(page, title);
  await held(page, title);
  const found = (await (await page.request.get("/api/orchestrate?view=waiting&limit=2")).json()) as {
    data: { id: string; title: string }[];
  };
  const id = found.data[0]?.id ?? "";
  await page.goto(`${demoAddress}/executions?view=waiting`);
  await expect(page.getByRole("link", { name: "Held by people" })).toHaveAttribute("aria-current", "page");
  // Keys are heard once the page's script runs.
  const palette = page.getByRole("dialog");
  await expect(async () => {
    if (!(await palette.isVisible())) await page.keyboard.press("Control+k");
    await expect(palette).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(palette.locator("input")).toBeFocused();
  await page.keyboard.type(id);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/executions/${id}`));

  await page.goto(`${demoAddress}/executions?view=waiting`);
  for (const { id: each } of found.data) await page.locator(`[data-row="${each}"]`).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Cancel 2" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel 2 executions" }).click();
  await expect(page.getByText("2 executions cancelled")).toBeVisible();
});

test("a menu opens by keys at its first or its last thing, and gives the focus back", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(demoAddress);
  const button = page.getByRole("button", { name: "your menu" });
  await button.focus();
  for (const [key, item] of [
    ["Enter", "You and your sign-in"],
    [" ", "You and your sign-in"],
    ["ArrowUp", "Right to left"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("menuitem", { name: item })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(button).toBeFocused();
  }
});
