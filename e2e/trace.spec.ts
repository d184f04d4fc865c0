import { expect, type Page } from "@playwright/test";
import { faultsOn, paleOn } from "./axe.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const steps = [
  { id: "gather", name: "Gather", tool: "flow.pass" },
  { id: "each", name: "Each of them", tool: "flow.pass", forEach: "[1, 2]", dependsOn: ["gather"] },
];

async function ended(page: Page): Promise<string> {
  const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } }, headers: { "x-fermata-workspace": "demo" } });
  const { url } = (await answer.json()) as { url: string };
  await page.goto(`${url}?tab=trace`);
  await expect(page.getByRole("status")).toContainText("Completed");
  return url;
}

const tree = (page: Page) => page.getByRole("tree", { name: "Spans" });
const row = (page: Page, name: RegExp) => tree(page).getByRole("treeitem", { name });
const span = (page: Page) => page.getByRole("region", { name: "Span", exact: true });

test("the trace of an execution is walked by keys: phases, steps, attempts and calls, with the times of each", async ({ page }) => {
  await signInAs(page, "owner");
  await ended(page);
  await expect(row(page, /^Gather/)).toBeVisible();
  await expect(row(page, /^Attempt 1/)).toHaveCount(0);

  await tree(page).focus();
  await page.keyboard.press("1");
  await expect(row(page, /^Planning/)).toBeVisible();
  await expect(row(page, /^Gather/)).toHaveCount(0);
  await page.keyboard.press("3");
  await expect(row(page, /^Attempt 1/)).toHaveCount(3);
  // Into the execution, down to its last phase, and out again.
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(row(page, /^Planning/)).toHaveAttribute("aria-selected", "true");
  await expect(span(page)).toContainText("Planned by");
  await page.keyboard.press("ArrowDown");
  await expect(row(page, /^Execution/)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowLeft");
  await expect(row(page, /^Execution/)).toHaveAttribute("aria-expanded", "false");
  await expect(row(page, /^Gather/)).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await expect(row(page, /^Gather/)).toBeVisible();

  expect(await faultsOn(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await paleOn(page)).toEqual([]);
});

test("a span says what is known of it, leads to its step, and the trace has an id to take along", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signInAs(page, "owner");
  await ended(page);
  await page.getByRole("button", { name: "Copy the trace id" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[0-9a-f]{32}$/);
  await page.getByRole("button", { name: "Attempts and waits" }).click();
  await row(page, /^Gather/).click();
  await expect(span(page)).toContainText("flow.pass");
  await expect(span(page)).toContainText("Took");
  await span(page).getByRole("button", { name: "Open the step" }).click();
  await expect(page.getByRole("region", { name: "Inspector" })).toContainText("Gather");
});

test("the trace fits a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInAs(page, "owner");
  await ended(page);
  await expect(row(page, /^Gather/)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
