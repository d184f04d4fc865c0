import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { pages, pagesOfTheTree } from "./pages.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

test("every page of the tree is among those that are measured", () => {
  expect(Object.keys(pages).sort()).toEqual(pagesOfTheTree);
});

/** Counts, from before the first paint on, how far things were moved without anybody's doing. */
const countShifts = (page: Page) =>
  page.addInitScript(() => {
    const kept = Object.assign(window, { shifted: 0, moved: [] as string[] });
    type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node?: Node }[] };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[]) {
        if (entry.hadRecentInput) continue;
        kept.shifted += entry.value;
        kept.moved.push(...entry.sources.map(({ node }) => (node as HTMLElement)?.outerHTML?.slice(0, 120) ?? ""));
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
const shifts = (page: Page) =>
  page.evaluate(() => {
    const { shifted, moved } = window as unknown as { shifted: number; moved: string[] };
    return { shifted, moved };
  });

function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}

async function faultsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(levels).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/** Kilobytes of script as they travel, whatever a cache may have spared. */
async function scriptKbOf(page: Page, visit: () => Promise<unknown>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type }) => type === "Script" && scripts.add(requestId));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await visit();
  await page.waitForLoadState("networkidle");
  await session.detach();
  return bytes / 1_000;
}

for (const [folder, { address, scriptKb }] of Object.entries(pages)) {
  test.describe(folder === "" ? "the root" : folder, () => {
    test("loads within its budget, moves nothing, says nothing on the console, and is accessible in light and dark, wide and narrow", async ({
      page,
    }) => {
      const complaints = complaintsOf(page);
      if (folder !== "(auth)/sign-in") await signInAs(page, "owner");
      const url = await address(page.request);
      await countShifts(page);
      const kb = await scriptKbOf(page, () => page.goto(url));
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
      expect(kb).toBeGreaterThan(50);
      expect(kb).toBeLessThanOrEqual(scriptKb);
      const moved = await shifts(page);
      expect(moved.shifted, moved.moved.join("\n")).toBeLessThanOrEqual(0.01);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          expect(await faultsOn(page), `${colorScheme}, ${width} px`).toEqual([]);
        }
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
      expect(complaints).toEqual([]);
    });
  });
}

/** What a person can reach by Tab, as the page stands: each by a name of its own, for the list of what was not reached. */
const markReachable = (page: Page) =>
  page.evaluate(() => {
    const candidates = document.querySelectorAll<HTMLElement>(
      "a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled]), summary",
    );
    let count = 0;
    for (const one of candidates) {
      const isSeen = one.checkVisibility({ visibilityProperty: true }) && one.closest("[inert], [aria-hidden=true]") === null;
      // In a group that the arrows walk (tabs), one stands for all.
      if (isSeen && one.tabIndex >= 0)
        one.dataset["reach"] = `${count++} ${one.tagName.toLowerCase()} ${one.textContent?.trim().slice(0, 40)}`;
    }
    return [...document.querySelectorAll<HTMLElement>("[data-reach]")].map((one) => one.dataset["reach"] ?? "");
  });

for (const [folder, { address }] of Object.entries(pages)) {
  test(`by Tab alone everything on ${folder || "the root"} is reached, and the focus is always seen`, async ({ page }) => {
    if (folder !== "(auth)/sign-in") await signInAs(page, "owner");
    await page.goto(await address(page.request));
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await page.waitForLoadState("networkidle");
    const wanted = await markReachable(page);
    expect(wanted.length).toBeGreaterThan(0);
    const reached = new Set<string>();
    const unseen: string[] = [];
    for (let presses = 0; presses < wanted.length * 2 + 20 && reached.size < wanted.length; presses++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const here = document.activeElement as HTMLElement | null;
        if (!here || here === document.body) return;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(here);
        // A field of a framed box may show the focus on the box.
        const isMarked = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none" || here.tabIndex < 0;
        return { name: here.dataset["reach"], isMarked, html: here.outerHTML.slice(0, 100) };
      });
      if (at?.name !== undefined) reached.add(at.name);
      if (at && !at.isMarked) unseen.push(at.html);
    }
    expect(wanted.filter((name) => !reached.has(name))).toEqual([]);
    expect(unseen).toEqual([]);
  });
}

for (const [where, viewport] of [
  ["on a wide screen", { width: 1440, height: 900 }],
  ["on a phone", { width: 390, height: 844 }],
] as const)
  test(`nothing moves by itself while an execution is live, ${where}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    const complaints = complaintsOf(page);
    await signInAs(page, "owner");
    const wait = { tool: "flow.wait", params: { minutes: 0.02 } };
    const steps = [
      { id: "a", ...wait },
      { id: "b", tool: "flow.pass", dependsOn: ["a"] },
      { id: "c", ...wait, dependsOn: ["b"] },
      { id: "tell", tool: "message.send", params: { to: "yoav@example.test", subject: "Hello", body: "Hello." }, dependsOn: ["c"] },
    ];
    const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } } });
    await countShifts(page);
    await page.goto(((await answer.json()) as { url: string }).url);
    await expect(page.locator('[data-step="b"]')).toHaveAttribute("data-status", "completed");
    await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeEnabled();
    const moved = await shifts(page);
    expect(moved.shifted, moved.moved.join("\n")).toBeLessThanOrEqual(0.01);
    expect(complaints).toEqual([]);
  });

test("a plan of 2,000 steps keeps the page small, and its last step is reached", async ({ page }) => {
  await signInAs(page, "owner");
  const steps = Array.from({ length: 2_000 }, (_, index) => ({
    id: `s${index}`,
    tool: "flow.pass",
    dependsOn: index >= 20 ? [`s${index - 20}`] : [],
  }));
  const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } } });
  await page.goto(((await answer.json()) as { url: string }).url);
  await expect(page.getByRole("status")).toContainText("Completed", { timeout: 50_000 });
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(2_000);
  const list = page.locator("[data-walk]");
  await page.locator('[data-row="s0"]').click();
  await page.keyboard.press("End");
  await expect(list.locator('[data-row="s1999"]')).toBeFocused();
  await page.getByRole("button", { name: "Graph" }).click();
  await expect(page.getByRole("button", { name: "Graph" })).toHaveAttribute("aria-pressed", "true");
  expect(await page.evaluate(() => document.querySelectorAll("*").length)).toBeLessThan(5_000);
});
