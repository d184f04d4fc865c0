import { expect, type Page } from "@playwright/test";
import { demoAddress, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

/** English sentences that do not end where English ends: of those on one line, whose last sign stands left of their first. */
const turnedRound = (page: Page) =>
  page.evaluate(() => {
    const box = (node: Node, at: number) => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect();
    };
    const found: string[] = [];
    let read = 0;
    for (const block of document.querySelectorAll<HTMLElement>("main :is(p, h1, h2, h3, li, dt, dd, span, label, legend)")) {
      const text = block.textContent?.trim() ?? "";
      // What holds Hebrew may begin at either side, and what lays its parts out in a row follows the page.
      if (!/^[A-Za-z].*[.?!:]$/.test(text) || /[֐-׿]/.test(text) || /flex|grid/.test(getComputedStyle(block).display)) continue;
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) =>
        node.textContent?.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP,
      );
      const first = walker.nextNode();
      let last = first;
      for (let node = first; node; node = walker.nextNode()) last = node;
      if (!first?.textContent || !last?.textContent) continue;
      const begins = box(first, first.textContent.search(/\S/));
      const ends = box(last, last.textContent.trimEnd().length - 1);
      if (begins.width === 0 || ends.width === 0 || Math.abs(begins.top - ends.top) > 4) continue;
      read += 1;
      if (ends.left < begins.left) found.push(text.slice(0, 80));
    }
    return { found, isRead: read > 0 };
  });

const places = ["/approvals", "", "/guardrails", "/reliability", "/budgets", "/settings/approvals", "/settings/connections"];

test("from right to left, English sentences are read as English, and no page runs over its side", async ({ page, baseURL }) => {
  test.slow();
  await signInAs(page, "owner");
  await page.context().addCookies([{ name: "fermata-direction", value: "rtl", url: baseURL ?? "" }]);
  const found = async (where: string) => {
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await expect(page.locator("[data-skeleton]")).toHaveCount(0);
    expect(await turnedRound(page), where).toEqual({ found: [], isRead: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), where).toBe(true);
  };
  const steps = [{ id: "tell", tool: "message.send", params: { to: "yoav@example.test", subject: "Hello", body: "Hello." } }];
  const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } }, headers: { "x-fermata-workspace": "demo" } });
  await page.goto(((await answer.json()) as { url: string }).url);
  await expect(page.getByRole("heading", { name: /^Approve\?/ })).toBeVisible();
  await found("an execution that waits");
  for (const place of places) {
    await page.goto(`${demoAddress}${place}`);
    await found(place);
  }
});
