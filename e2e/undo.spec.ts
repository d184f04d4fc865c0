import { expect, type Page } from "@playwright/test";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

/** A value that steps share: nothing of it leaves the workspace. */
async function held(page: Page, name: string): Promise<string> {
  const steps = [{ id: "note", name, tool: "context.set", params: { key: "note", value: name }, approval: "required" }];
  const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } }, headers: { "x-fermata-workspace": "demo" } });
  const { id, url } = (await answer.json()) as { id: string; url: string };
  const open = async () => ((await (await page.request.get(`/api/approvals?execution=${id}`)).json()) as { data: unknown[] }).data.length;
  await expect.poll(open).toBe(1);
  return url;
}

const step = (page: Page) => page.locator('[data-step="note"]');
const approve = (page: Page) => page.getByRole("button", { name: "Approve", exact: true });

test("a yes to what stays in reach can be undone, and counts once it is released", async ({ page }) => {
  await signInAs(page, "owner");
  await page.goto(await held(page, `Note ${Date.now()}`));
  await approve(page).click();
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeFocused();
  await page.keyboard.press("u");
  await expect(approve(page)).toBeEnabled();
  await expect(step(page)).toHaveAttribute("data-status", "held");
  await approve(page).click();
  await page.getByRole("button", { name: "Release it now" }).click();
  await expect(step(page)).toHaveAttribute("data-status", "completed");
});

test("a yes is not lost when somebody goes on to something else", async ({ page }) => {
  await signInAs(page, "owner");
  const url = await held(page, `Left ${Date.now()}`);
  await page.goto(url);
  await approve(page).click();
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeVisible();
  await page.goto(demoAddress);
  await page.goto(url);
  await expect(step(page)).toHaveAttribute("data-status", "completed");
});
