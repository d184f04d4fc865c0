import { expect } from "@playwright/test";
import { signInAsAny } from "./every-role.ts";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

test("a budget is set, shown on the first page, lowered at once and lifted by somebody else's approval; who may only look cannot change it", async ({
  page,
  visitor,
}) => {
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
  await page.getByRole("button", { name: "Change: The workspace, a day" }).click();
  const change = page.getByRole("dialog", { name: "Change: The workspace, a day" });
  await change.getByLabel("US dollars").fill("10");
  await change.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("$0.00 of $10.00 and 0 of 200,000 tokens")).toBeVisible();

  await page.getByRole("button", { name: "Change: The workspace, a day" }).click();
  await change.getByLabel("US dollars").fill("");
  await change.getByLabel("Tokens").fill("");
  await change.getByLabel("Why it is needed").fill("The season is over");
  await change.getByRole("button", { name: "Ask for it" }).click();
  await expect(change.getByRole("status")).toContainText("waits in the inbox");
  // The cross of every dialog says the same.
  await change.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByRole("link", { name: "More is asked for: see the inbox" })).toBeVisible();

  const asked = "Raise today's budget of the workspace from $10.00 and 200,000 tokens to no limit";
  await page.context().clearCookies();
  await signInAsAny(page, "admin", visitor);
  await page.goto(`${demoAddress}/approvals`);
  const card = page.getByRole("region", { name: asked });
  await expect(async () => {
    if (!(await card.isVisible())) await page.getByRole("button", { name: asked }).click({ timeout: 1_000 });
    await expect(card).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(card.getByText("The season is over")).toBeVisible();
  await expect(card.getByRole("row", { name: "Limit" })).toContainText("$10.00, 200,000 tokens");
  await card.getByRole("button", { name: "Approve" }).click();
  await expect(card).toBeHidden();
  await page.goto(`${demoAddress}/budgets`);
  await expect(page.getByText("No budget is set")).toBeVisible();

  await page.context().clearCookies();
  await signInAs(page, "viewer");
  await page.goto(`${demoAddress}/budgets`);
  await expect(page.getByText("No budget is set")).toBeVisible();
  await expect(page.getByRole("button", { name: "Set a budget" })).toHaveCount(0);
});
