import { expect, type Page } from "@playwright/test";
import type { Role } from "#lib/tenancy/permissions.ts";
import { signInAs } from "./sign-in.ts";
import { test, type Visitor } from "./visitors.ts";

const tell = {
  id: "tell",
  name: "Tell Yoav",
  tool: "message.send",
  params: { to: "yoav@example.test", subject: "December", body: "It is ready." },
};

async function start(page: Page, steps: object[]): Promise<string> {
  const answer = await page.request.post("/api/orchestrate", { data: { plan: { steps } }, headers: { "x-fermata-workspace": "demo" } });
  expect(answer.status()).toBe(202);
  return ((await answer.json()) as { url: string }).url;
}

async function personAt(visitor: Visitor, role: Role): Promise<Page> {
  const page = await visitor();
  await signInAs(page, role);
  return page;
}

const step = (page: Page, id: string) => page.locator(`[data-step="${id}"]`);
const approve = (page: Page) => page.getByRole("button", { name: "Approve", exact: true });

test("two people on one execution see each other's decision within a second", async ({ visitor }) => {
  const [owner, operator] = await Promise.all([personAt(visitor, "owner"), personAt(visitor, "operator")]);
  const url = await start(owner, [tell]);
  await Promise.all([owner.goto(url), operator.goto(url)]);
  await expect(approve(owner)).toBeEnabled();
  await expect(step(operator, "tell")).toHaveAttribute("data-status", "held");
  // The moment is taken in the other's page, so that what the test itself needs does not count.
  const seen = operator.evaluate(
    () =>
      new Promise<number>((done) => {
        const at = () => document.querySelector('[data-step="tell"]')?.getAttribute("data-status");
        const look = () => at() !== "held" && done(Date.now());
        new MutationObserver(look).observe(document.body, { subtree: true, attributes: true, childList: true });
        look();
      }),
  );
  const answered = owner.waitForResponse((response) => response.url().endsWith("/decide"));
  await approve(owner).click();
  await answered;
  const decided = Date.now();
  expect((await seen) - decided).toBeLessThan(1_000);
  await expect(operator.getByRole("status")).toContainText("Completed");
});

test("a stream survives the sudden death of the web server: nothing is missed, and the page is not loaded again", async ({ page }) => {
  const supervisor = Number(process.env["FERMATA_E2E_PID"]);
  expect(supervisor, "an instance of its own, whose server may die, as npm run e2e brings up").toBeGreaterThan(0);
  await signInAs(page, "owner");
  const url = await start(page, [tell, { id: "after", name: "Note it", tool: "flow.pass", dependsOn: ["tell"] }]);
  const id = url.split("/").at(-1) ?? "";
  await page.goto(url);
  await expect(approve(page)).toBeEnabled();
  await page.evaluate(() => Object.assign(window, { kept: true }));
  process.kill(supervisor, "SIGUSR2");
  // Its death first, else the old one would answer.
  await expect(async () => expect((await page.request.get("/api/health").catch(() => undefined))?.ok() ?? false).toBe(false)).toPass();
  await expect(async () => expect((await page.request.get("/api/health").catch(() => undefined))?.ok()).toBe(true)).toPass();
  const open = await page.request.get(`/api/approvals?execution=${id}`);
  const { data } = (await open.json()) as { data: { id: string; payloadHash: string }[] };
  const decided = await page.request.post(`/api/approvals/${data[0]?.id}/decide`, {
    data: { decision: "approve", payloadHash: data[0]?.payloadHash },
  });
  expect(decided.ok()).toBe(true);
  await expect(step(page, "after")).toHaveAttribute("data-status", "completed");
  await expect(page.getByRole("status")).toContainText("Completed");
  expect(await page.evaluate(() => "kept" in window)).toBe(true);
});
