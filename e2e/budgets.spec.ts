import { expect } from "@playwright/test";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

test("a budget is set, shown on the first page, changed and lifted; who may only look cannot change it", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(`${demoAddress}/budgets`);
  await expect(page.getByText("No budget is set")).toBeVisible();
  await page.getByRole("button", { name: "Set a budget" }).click();
  const dialog = page.getByRole("dialog", { name: "Set a budget" });
  await dialog.getByLabel("US dollars").fill("12.50");
  await dialog.getByLabel("Tokens").fill("many");
  await expect(dialog.getByText("A whole number, 0 at the least")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
  await dialog.getByLabel("Tokens").fill("200000");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "The workspace, a day" })).toBeVisible();
  await expect(page.getByText("$0.00 of $12.50 and 0 of 200,000 tokens")).toBeVisible();
  await expect(page.getByText("Healthy")).toBeVisible();

  await page.goto(demoAddress);
  await expect(page.getByText("of $12.50, 0 %")).toBeVisible();

  await page.goto(`${demoAddress}/budgets`);
  await page.getByRole("button", { name: "Change The workspace, a day" }).click();
  const change = page.getByRole("dialog", { name: "Change: The workspace, a day" });
  await change.getByLabel("US dollars").fill("");
  await change.getByLabel("Tokens").fill("");
  await change.getByRole("button", { name: "Lift the budget" }).click();
  await expect(page.getByText("No budget is set")).toBeVisible();

  await page.context().clearCookies();
  await signInAs(page, "viewer");
  await page.goto(`${demoAddress}/budgets`);
  await expect(page.getByText("No budget is set")).toBeVisible();
  await expect(page.getByRole("button", { name: "Set a budget" })).toHaveCount(0);
});
