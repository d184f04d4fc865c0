import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function faultsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(levels).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("the inbox, with one of it unfolded", async ({ page }) => {
      await signInAs(page, "owner");
      await page.goto(`${demoAddress}/approvals`);
      await expect(page.getByRole("tab", { name: /For my role/ })).toHaveAttribute("aria-selected", "true");
      expect(await faultsOn(page)).toEqual([]);
    });

    test("the palette and the keys", async ({ page }) => {
      await signInAs(page, "owner");
      await page.goto(`${demoAddress}/executions`);
      await page.getByRole("button", { name: "Go, run, find" }).click();
      await expect(page.getByRole("searchbox", { name: /Go, run/ })).toBeFocused();
      expect(await faultsOn(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "All keys" }).click();
      await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
      expect(await faultsOn(page)).toEqual([]);
    });

    test("an execution that waits for an approval", async ({ page }) => {
      await signInAs(page, "owner");
      const steps = [{ id: "tell", tool: "message.send", params: { to: "yoav@example.test", subject: "Hello", body: "Hello." } }];
      const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } } });
      await page.goto(((await answer.json()) as { url: string }).url);
      await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeEnabled();
      expect(await faultsOn(page)).toEqual([]);
    });
  });
}
