import { expect, type Page } from "@playwright/test";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const request = "Find the reports of 2025 and write a one-page summary";
const plan = (page: Page) => page.getByRole("region", { name: "Plan", exact: true });
const summary = (page: Page) => plan(page).locator("[data-plan-step]").filter({ hasText: "text.summarise" });

async function rename(page: Page, words: string): Promise<void> {
  await summary(page).getByRole("button", { expanded: false }).click();
  await summary(page).getByLabel("In plain words").fill(words);
  await expect(page.getByRole("region", { name: /1 change/ })).toContainText(words);
}

test("a changed plan is kept as a workflow, runs, gets a version, and says what each version changed", async ({ page }) => {
  const name = `Reports ${Date.now()}`;
  await signInAs(page, "owner");
  await page.goto(`${demoAddress}/new?request=${encodeURIComponent(request)}`);
  await rename(page, "Sum up the year");
  await page.getByRole("button", { name: "Save as workflow" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as workflow" });
  await expect(dialog.getByLabel("Name")).toHaveValue(request);
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.getByText("It was not run yet.")).toBeVisible();

  await rename(page, "Sum up the year for the board");
  await page.getByRole("button", { name: "Save version 2" }).click();
  await page.getByLabel("What you changed, and why").fill("the board asked");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const versions = page.getByRole("region", { name: "Versions" });
  await expect(versions.getByRole("listitem").filter({ hasText: "Version 2" })).toContainText("the board asked");
  await expect(versions.getByRole("listitem").filter({ hasText: "Version 2" })).toContainText("Sum up the year for the board");

  await versions.getByRole("button", { name: "Restore version 1" }).click();
  await expect(versions.getByRole("listitem").filter({ hasText: "Version 3" })).toContainText("version 1 restored");
  await expect(summary(page)).toContainText("Sum up the year");

  await page.getByRole("button", { name: "Approve & run" }).click();
  await expect(page).toHaveURL(/\/demo\/executions\/exe_/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.getByRole("status")).toContainText("Completed");
  await page.getByRole("tab", { name: "Plan" }).click();
  await expect(page.getByRole("tabpanel")).toContainText("version 3 of its workflow");
  await page.goto(`${demoAddress}/workflows`);
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("region", { name: "Last executions" }).getByRole("listitem")).toContainText("Completed");

  await page.getByRole("button", { name: "Put this workflow away" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Put it away" }).click();
  await expect(page).toHaveURL(/\/demo\/workflows$/);
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});

test("somebody who made a version meanwhile is not overwritten", async ({ page }) => {
  const name = `Contested ${Date.now()}`;
  await signInAs(page, "owner");
  const body = { name, plan: { steps: [{ id: "a", name: "One", tool: "flow.pass" }] } };
  const saved = await page.request.post("/api/workflows", { data: body });
  const { id } = (await saved.json()) as { id: string };
  await page.goto(`${demoAddress}/workflows/${id}`);
  const step = plan(page).locator("[data-plan-step]");
  await step.getByRole("button", { expanded: false }).click();
  await step.getByLabel("In plain words").fill("Mine");
  const other = { plan: { steps: [{ id: "a", name: "Theirs", tool: "flow.pass" }] } };
  expect((await page.request.put(`/api/workflows/${id}`, { data: other })).status()).toBe(200);
  await page.getByRole("button", { name: "Save version 2" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "somebody made version 2 meanwhile" })).toBeVisible();
  await page.reload();
  await expect(step).toContainText("Theirs");
});

test("the versions of a plan: the planner's, and what somebody made of it on the card", async ({ page }) => {
  await signInAs(page, "operator");
  await page.goto(`${demoAddress}/new?request=${encodeURIComponent(request)}`);
  await expect(page.getByRole("button", { name: "Save as workflow" })).toHaveCount(0);
  await rename(page, "Sum it up");
  await page.getByRole("button", { name: "Approve & run" }).click();
  await expect(page).toHaveURL(/\/demo\/executions\/exe_/);
  await page.getByRole("tab", { name: "Plan" }).click();
  const panel = page.getByRole("tabpanel");
  await expect(panel.getByRole("listitem").filter({ hasText: "Version 1" })).toContainText("drafted from the request");
  const second = panel.getByRole("listitem").filter({ hasText: "Version 2" });
  await expect(second).toContainText("changed on the plan's card");
  await expect(second).toContainText("Sum it up");
});

test("a proposed plan is changed in its approval, and what was changed runs", async ({ page }) => {
  await signInAs(page, "owner");
  const body = { request, autonomy: "suggest" };
  const started = await page.request.post("/api/orchestrate", { data: body });
  const { id } = (await started.json()) as { id: string };
  await page.goto(`${demoAddress}/executions/${id}`);
  await page.getByRole("button", { name: "Change" }).click();
  const field = page.getByLabel("What will happen, as you change it");
  const proposed = JSON.parse(await field.inputValue()) as { steps: { name?: string }[] };
  const steps = proposed.steps.map((step, place) => (place === 0 ? { ...step, name: "Look for reports" } : step));
  await field.fill(JSON.stringify({ ...proposed, steps }));
  await page.getByRole("button", { name: "Approve with these changes" }).click();
  await expect(page.getByRole("status")).toContainText("Completed");
  await page.getByRole("tab", { name: "Plan" }).click();
  const second = page.getByRole("tabpanel").getByRole("listitem").filter({ hasText: "Version 2" });
  await expect(second).toContainText("changed in its approval");
  await expect(second).toContainText("Look for reports");
});

test("a request that is planned again says what differs from the plan before, and what was asked before", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${demoAddress}/new?request=${encodeURIComponent(request)}`);
  await expect(summary(page)).toBeVisible();
  await expect(page.getByText("Asked before")).toBeVisible();
  await page.getByLabel("What should be done?").fill("Find the reports of 2024 and write a one-page summary");
  await page.getByRole("button", { name: "Plan it" }).click();
  const differs = page.getByRole("region", { name: /What differs from the plan before/ });
  await expect(differs).toContainText("2024");
  await expect(differs).toContainText("2025");
});
