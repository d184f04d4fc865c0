import { expect, type Page } from "@playwright/test";
import { signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

async function start(page: Page, plan: object, more: object = {}): Promise<string> {
  const answer = await page.request.post("/api/orchestrate", {
    data: { title: "Look at the gates", plan, ...more },
    headers: { "x-fermata-workspace": "demo" },
  });
  const { url } = (await answer.json()) as { url: string };
  return url;
}

const pass = { id: "a", name: "Pass it on", tool: "flow.pass", params: { says: "The harvest was good this year." } };

test("what the gates said stands on the execution's page, each with its reason", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${await start(page, { steps: [pass] })}?tab=gates`);
  const before = page.getByRole("region", { name: "Before it began" });
  await expect(before).toContainText("Low: it only reads.");
  await expect(before).toContainText("It does not run code.");
  const after = page.getByRole("region", { name: "At its end" });
  await expect(after).toContainText("100 of 100.");
  await expect(page.getByRole("region", { name: "While it ran" })).toContainText("nothing was found");
});

test("failing tests in a report stop it, and say so", async ({ page }) => {
  await signInAs(page, "owner");
  const plan = {
    steps: [{ id: "ci", tool: "flow.pass", params: { tests: { passed: 9, failed: 1 } } }],
    outputs: { codeReport: "steps.ci" },
  };
  await page.goto(`${await start(page, plan)}?tab=gates`);
  await expect(page.getByRole("region", { name: "At its end" })).toContainText("1 of 10 tests fail.");
  await expect(page.getByText("Failed", { exact: true }).first()).toBeVisible();
});

test("an execution's own budget is set on its cost side; who may only look cannot", async ({ page }) => {
  await signInAs(page, "owner");
  const wait = { id: "wait", name: "Wait a day", tool: "flow.wait", params: { minutes: 1_440 } };
  const url = `${await start(page, { steps: [wait] }, { budget: { limitMicros: 1_000_000 } })}?tab=cost`;
  await page.goto(url);
  const own = page.getByRole("region", { name: "Its own budget" });
  await expect(own).toContainText("$0.00 of $1.00");
  await expect(own).toContainText("Healthy");
  await own.getByRole("button", { name: "Change its budget" }).click();
  const dialog = page.getByRole("dialog", { name: "The budget of this execution" });
  await dialog.getByLabel("US dollars").fill("0.75");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(own).toContainText("$0.00 of $0.75");
  await page.context().clearCookies();
  await signInAs(page, "viewer");
  await page.goto(url);
  await expect(own).toContainText("$0.00 of $0.75");
  await expect(own.getByRole("button")).toHaveCount(0);
});
