import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "playwright";
import { env } from "#lib/env.ts";
import { demoPassword, demoPeople, demoWorkspaceId } from "#lib/tenancy/demo.ts";
import { ensureBrowser } from "./browser.ts";
import { makeHome } from "./e2e-home.ts";
import { freePort } from "./postgres.ts";
import { runMain } from "./run-main.ts";
import { supervise, untilTold } from "./supervise.ts";

const images = join(import.meta.dirname, "..", "docs", "images");

type Sight = { name: string; path: string; does?: (page: Page) => Promise<void> };
type Way = { name: string; width: number; height: number; scheme: "light" | "dark"; direction?: "rtl" };

const ways: Way[] = [
  { name: "wide-light", width: 1440, height: 900, scheme: "light" },
  { name: "wide-dark", width: 1440, height: 900, scheme: "dark" },
  { name: "phone-light", width: 390, height: 844, scheme: "light" },
  { name: "phone-dark", width: 390, height: 844, scheme: "dark" },
  { name: "wide-rtl", width: 1440, height: 900, scheme: "light", direction: "rtl" },
];

const press = (key: string) => (page: Page) => page.keyboard.press(key);

const sights: Sight[] = [
  { name: "sign-in", path: "/sign-in" },
  { name: "home", path: `/${demoWorkspaceId}` },
  { name: "palette", path: `/${demoWorkspaceId}`, does: press("Control+k") },
  {
    name: "card",
    path: `/${demoWorkspaceId}/new?request=${encodeURIComponent("Read what we did in December at Tevuot, understand the strategy, and set a meeting with Yoav")}`,
    does: (page) => page.getByRole("region", { name: "Plan", exact: true }).waitFor(),
  },
  { name: "executions", path: `/${demoWorkspaceId}/executions` },
  {
    name: "execution",
    path: `/${demoWorkspaceId}/executions?view=waiting`,
    async does(page) {
      await page.locator("[data-row] a").last().click();
      await page.waitForURL(/\/executions\/exe_/);
    },
  },
  {
    name: "past",
    path: `/${demoWorkspaceId}/executions?status=completed`,
    async does(page) {
      await page.locator("[data-row] a").first().click();
      await page.waitForURL(/\/executions\/exe_/);
      await page.getByRole("slider", { name: "Moment" }).focus();
      await page.keyboard.press("PageDown");
      await page.getByText("As it was: nothing can be done here").waitFor();
    },
  },
  {
    name: "trace",
    path: `/${demoWorkspaceId}/executions?status=completed`,
    async does(page) {
      await page.locator("[data-row] a").first().click();
      await page.waitForURL(/\/executions\/exe_/);
      await page.getByRole("tab", { name: "Trace" }).click();
      await page.getByRole("button", { name: "Attempts and waits" }).click();
      await page.getByRole("tree").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "workflow",
    path: `/${demoWorkspaceId}/workflows`,
    async does(page) {
      await page.getByRole("link", { name: "The year's reports on one page" }).click();
      await page.waitForURL(/\/workflows\/wfl_/);
    },
  },
  { name: "approvals", path: `/${demoWorkspaceId}/approvals`, does: press("j") },
  {
    name: "dry-run",
    path: `/${demoWorkspaceId}/new?request=${encodeURIComponent("Write to Yoav Levi that the report is ready")}`,
    async does(page) {
      await page.getByRole("button", { name: "Dry run" }).click();
      await page.waitForURL(/\/executions\/exe_/);
      await page.getByRole("status").filter({ hasText: "Completed" }).waitFor();
    },
  },
  {
    name: "compare",
    path: `/${demoWorkspaceId}/executions?status=completed`,
    async does(page) {
      const ids = await page.locator("[data-row]").evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset["row"]));
      await page.goto(`/${demoWorkspaceId}/executions/${ids[0]}/compare?with=${ids[1]}`);
    },
  },
  {
    name: "replan",
    path: `/${demoWorkspaceId}/executions?view=waiting`,
    async does(page) {
      await page.locator("[data-row] a").last().click();
      await page.waitForURL(/\/executions\/exe_/);
      await page.goto(`${page.url()}/replan`);
    },
  },
  { name: "budgets", path: `/${demoWorkspaceId}/budgets` },
  { name: "guardrails", path: `/${demoWorkspaceId}/guardrails` },
  { name: "reliability", path: `/${demoWorkspaceId}/reliability` },
  { name: "connections", path: `/${demoWorkspaceId}/settings/connections` },
  { name: "limits", path: `/${demoWorkspaceId}/settings/limits` },
];

const settledMs = 1_500;

/** Fills `docs/images` with the pages as people see them: `npm run screenshots`, or of one that serves the demo: `-- --at URL`. */
runMain(async (args) => {
  const { values } = parseArgs({ args, options: { at: { type: "string" }, only: { type: "string" } } });
  const say = (line: string) => console.log(line);
  const executablePath = await ensureBrowser(say);
  const shoot = async (address: string) => {
    const browser = await chromium.launch({ executablePath, args: ["--disable-dev-shm-usage"] });
    try {
      await all(browser, address, values.only, say);
    } finally {
      await browser.close();
    }
    return 0;
  };
  if (values.at) return shoot(values.at);
  const home = makeHome();
  const port = await freePort();
  const { url, stop } = await supervise({
    say,
    signal: untilTold(),
    env: { ...env(), FERMATA_HOME: home, DATABASE_URL: undefined, PORT: port },
  });
  try {
    return await shoot(url);
  } finally {
    await stop();
    rmSync(home, { recursive: true, force: true });
  }
});

async function all(browser: Browser, address: string, only: string | undefined, say: (line: string) => void): Promise<void> {
  mkdirSync(images, { recursive: true });
  for (const way of ways) {
    for (const sight of sights.filter(({ name }) => only === undefined || name === only)) {
      const file = `${sight.name}-${way.name}.png`;
      await one(browser, address, way, sight, join(images, file));
      say(file);
    }
  }
}

async function one(browser: Browser, address: string, { width, height, scheme, direction }: Way, sight: Sight, file: string) {
  const context = await browser.newContext({ baseURL: address, viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
  try {
    if (direction) await context.addCookies([{ name: "fermata-direction", value: direction, url: address }]);
    const page = await context.newPage();
    if (sight.path !== "/sign-in") await signIn(page);
    await page.goto(sight.path);
    // The sign of the development server is nothing that people see.
    await page.addStyleTag({ content: "nextjs-portal { display: none }" });
    await page.waitForTimeout(settledMs);
    if (sight.does) {
      await sight.does(page);
      await page.waitForTimeout(settledMs);
    }
    await page.screenshot({ path: file });
  } finally {
    await context.close();
  }
}

async function signIn(page: Page): Promise<void> {
  const [person] = demoPeople;
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  await page.request.post("/api/auth/callback/credentials", {
    form: { csrfToken, email: person?.email ?? "", password: demoPassword, json: "true" },
  });
}
