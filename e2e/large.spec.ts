import { expect, type Page } from "@playwright/test";
import { complaintsOf } from "./complaints.ts";
import { signIn } from "./sign-in.ts";
import { test } from "./visitors.ts";

const count = 10_000;
const wide = 100;
const last = `s${count - 1}`;

/** As many steps as a plan is meant to have, in lines of a hundred. */
const steps = Array.from({ length: count }, (_, index) => ({
  id: `s${index}`,
  tool: "flow.pass",
  dependsOn: index >= wide ? [`s${index - wide}`] : [],
}));

const nodesIn = (page: Page) => page.evaluate(() => document.querySelectorAll("*").length);

/** What the page holds on to, in megabytes, once what is no longer needed is gone. */
async function heldBy(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / 1_000_000;
}

test("an execution of 10,000 steps is followed, walked to its end and seen by batches, on a page that stays small", async ({ page }) => {
  // It has ten thousand steps to carry out, and shares the machine with the browser that looks on.
  // In a workspace of its own, where nobody else looks at the newest execution.
  test.setTimeout(360_000);
  const complaints = complaintsOf(page);
  await signIn(page, "olive@other.example");
  const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } } });
  const { id, url } = (await answer.json()) as { id: string; url: string };
  const planned = async () => ((await (await page.request.get(`/api/orchestrate/${id}`)).json()) as { plan: unknown }).plan !== null;
  await expect.poll(planned, { timeout: 60_000 }).toBe(true);

  // While it runs: the first rows, a page of a bounded size, and the news as they come.
  await page.goto(url);
  const list = page.locator("[data-walk]");
  await expect(list.locator('[data-row="s0"]')).toBeVisible();
  await expect(list.getByRole("listitem").first()).toHaveAttribute("aria-setsize", String(count));
  expect(await nodesIn(page)).toBeLessThan(2_000);
  await expect(page.getByRole("status")).toContainText("Completed", { timeout: 240_000 });
  await expect(page.getByRole("progressbar", { name: "Steps settled" })).toHaveAttribute("aria-valuenow", "100");

  // Scrolled to the end, and chosen there.
  await list.locator("ol").evaluate(({ parentElement }) => parentElement?.scrollTo({ top: parentElement.scrollHeight }));
  await list.locator(`[data-row="${last}"]`).click();
  await expect(page).toHaveURL(new RegExp(`step=${last}(&|$)`));
  await expect(list.locator(`[data-row="${last}"]`)).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Home");
  await expect(list.locator('[data-row="s0"]')).toBeFocused();
  await page.keyboard.press("End");
  await expect(list.locator(`[data-row="${last}"]`)).toBeFocused();
  expect(await nodesIn(page)).toBeLessThan(2_000);

  // The graph draws its batches and not its steps.
  await page.getByRole("button", { name: "Graph" }).click();
  await expect(list.getByRole("button", { name: /^Batches \d+ to 100/ })).toBeVisible();
  expect(await nodesIn(page)).toBeLessThan(3_000);

  expect(await heldBy(page)).toBeLessThan(250);
  expect(complaints).toEqual([]);
});
