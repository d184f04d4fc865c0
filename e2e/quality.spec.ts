import { expect, type Page } from "@playwright/test";
import { faultsOn, paleOn } from "./axe.ts";
import { complaintsOf } from "./complaints.ts";
import { pages, pagesOfTheTree } from "./pages.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

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

/** Visits a page until it stands: loaded, awake, and with nothing on its way. Gives back the kilobytes of script that this took, as they travel. */
async function visit(page: Page, url: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const scripts = new Map<string, number>();
  session.on("Network.responseReceived", ({ requestId, type }) => type === "Script" && scripts.set(requestId, 0));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) scripts.set(requestId, encodedDataLength);
  });
  // What is read later, when the page has nothing else to do, is not what somebody waits for.
  const loaded = page.waitForEvent("load").then(() => [...scripts.keys()]);
  await page.goto(url);
  const waitedFor = await loaded;
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  await expect(page.locator("[data-skeleton]")).toHaveCount(0);
  const bytes = waitedFor.reduce((sum, id) => sum + (scripts.get(id) ?? 0), 0);
  await session.detach();
  return bytes / 1_000;
}

type Walk = { wanted: string[]; reached: Set<string>; unseen: string[] };

/** Names what a person can reach by Tab, as the page stands, and notes from now on what gets the focus, and whether that is seen. */
const beginWalk = (page: Page) =>
  page.evaluate(() => {
    const candidates = document.querySelectorAll<HTMLElement>(
      "a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled]), summary",
    );
    const walk: Walk = { wanted: [], reached: new Set(), unseen: [] };
    for (const one of candidates) {
      const isSeen = one.checkVisibility({ visibilityProperty: true }) && one.closest("[inert], [aria-hidden=true]") === null;
      // In a group that the arrows walk (tabs), one stands for all.
      if (!isSeen || one.tabIndex < 0) continue;
      one.dataset["reach"] = `${walk.wanted.length} ${one.tagName.toLowerCase()} ${one.textContent?.trim().slice(0, 40)}`;
      walk.wanted.push(one.dataset["reach"]);
    }
    document.addEventListener("focusin", ({ target }) => {
      if (!(target instanceof HTMLElement) || target === document.body) return;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(target);
      // A field of a framed box may show the focus on the box.
      const isMarked = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none" || target.tabIndex < 0;
      if (target.dataset["reach"] !== undefined) walk.reached.add(target.dataset["reach"]);
      if (!isMarked) walk.unseen.push(target.outerHTML.slice(0, 100));
    });
    Object.assign(window, { walk });
    return walk.wanted.length;
  });

const walked = (page: Page) =>
  page.evaluate(() => {
    const { wanted, reached, unseen } = (window as unknown as { walk: Walk }).walk;
    return { missed: wanted.filter((name) => !reached.has(name)), unseen };
  });

/** Walks the whole page by Tab, several presses between two looks. */
async function walkByTab(page: Page): Promise<{ missed: string[]; unseen: string[] }> {
  const wanted = await beginWalk(page);
  expect(wanted).toBeGreaterThan(0);
  const atMost = wanted * 2 + 20;
  for (let pressed = 0; pressed < atMost; ) {
    for (let left = Math.min(wanted, atMost - pressed); left > 0; left--, pressed++) await page.keyboard.press("Tab");
    const { missed, unseen } = await walked(page);
    if (missed.length === 0) return { missed, unseen };
  }
  return walked(page);
}

for (const [folder, { address, scriptKb }] of Object.entries(pages))
  test(`${folder || "the root"} loads within its budget, moves nothing, says nothing on the console, is accessible in light and dark, wide and narrow, and by Tab alone`, async ({
    page,
  }) => {
    const complaints = complaintsOf(page);
    if (folder !== "(auth)/sign-in") await signInAs(page, "owner");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    const url = await address(page.request);
    await countShifts(page);
    const kb = await visit(page, url);
    expect(kb).toBeGreaterThan(50);
    expect(kb).toBeLessThanOrEqual(scriptKb);
    const moved = await shifts(page);
    expect(moved.shifted, moved.moved.join("\n")).toBeLessThanOrEqual(0.01);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: "light" });
      expect(await faultsOn(page), `light, ${width} px`).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await paleOn(page), `dark, ${width} px`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(await walkByTab(page)).toEqual({ missed: [], unseen: [] });
    expect(complaints).toEqual([]);
  });

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
