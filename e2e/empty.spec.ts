import { expect } from "@playwright/test";
import { faultsOn } from "./axe.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

/** What each page says when there is nothing of its kind, in the order in which somebody new looks around. */
const said: Record<string, RegExp> = {
  "": /Nothing has run yet/,
  "/executions": /Nothing has run yet/,
  "/approvals": /Nothing waits for you/,
  "/workflows": /No plan is kept yet/,
  "/documents": /There are no documents yet/,
  "/contacts": /There are no contacts yet/,
  "/calendar": /There are no meetings yet/,
  "/effects": /Nothing in the world was changed yet/,
  "/budgets": /No budget is set/,
  "/reliability": /No component has failed yet/,
  "/guardrails": /Guardrails/,
  "/settings/connections": /There is no connection yet/,
  "/settings/keys": /There is no key yet/,
};

test("a workspace that was just made says on every page what will be there, and its first request gets an answer", async ({ page }) => {
  test.slow();
  const complaints: string[] = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await signInAs(page, "owner");
  const name = `Empty ${Date.now()}`;
  await page.goto("/demo/settings/workspaces");
  await page.getByRole("button", { name: "Make a workspace" }).click();
  const dialog = page.getByRole("dialog", { name: "Make a workspace" });
  await dialog.getByLabel("Name").fill(name);
  const address = await dialog.getByLabel("Address").inputValue();
  await dialog.getByRole("button", { name: "Make it" }).click();
  await expect(page).toHaveURL(new RegExp(`/${address}$`));

  for (const [path, words] of Object.entries(said)) {
    await page.goto(`/${address}${path}`);
    await expect(page.getByRole("main").getByText(words).first(), path).toBeVisible();
    await expect(page.locator("[data-skeleton]"), path).toHaveCount(0);
    expect(await faultsOn(page), path).toEqual([]);
  }

  await page.goto(`/${address}/documents`);
  await page.getByRole("link", { name: "Say what should be done" }).click();
  await page.getByLabel("What should be done?").fill("What is on my calendar next week?");
  await page.getByRole("button", { name: "Plan it" }).click();
  await page.getByRole("button", { name: "Approve & run" }).click();
  await expect(page).toHaveURL(new RegExp(`/${address}/executions/exe_`));
  await expect(page.getByRole("status")).toContainText("Completed");
  expect(complaints).toEqual([]);
});
