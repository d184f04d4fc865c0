import { expect, type Locator, type Page } from "@playwright/test";
import { sections } from "#components/settings/sections.ts";
import { places } from "#components/shell/nav.ts";
import { operations } from "#lib/http/contracts/operations.ts";
import { type Permission, permits, Role } from "#lib/tenancy/permissions.ts";
import { headers, signInAsAny } from "./every-role.ts";
import { heldMessage } from "./plans.ts";
import { demoAddress, signInAs } from "./sign-in.ts";
import { heard, test } from "./visitors.ts";

type Made = { execution: string; workflow: string; contact: string };
/** What a page offers to whoever has the permission, and to nobody else. */
type Offer = [what: string, allow: Permission, at: (page: Page) => Locator];
type Visited = { address: (made: Made) => string; allow: Permission; offers: Offer[] };

const button = (name: string | RegExp) => (page: Page) => page.getByRole("main").getByRole("button", { name }).first();
const link = (name: string) => (page: Page) => page.getByRole("main").getByRole("link", { name }).first();

/** The journeys of the product, page by page. What is expected comes from the table of permissions. */
const visits: Visited[] = [
  {
    address: () => "",
    allow: "profile:read",
    offers: [
      ["asking for something", "execution:start", (page) => page.getByRole("heading", { name: "What should be done?", level: 1 })],
      ["what waits", "approval:read", (page) => page.getByRole("region", { name: /^Waiting for/ })],
    ],
  },
  {
    address: () => `/new?request=${encodeURIComponent("What is on my calendar next week?")}`,
    allow: "profile:read",
    offers: [
      ["running a plan", "execution:start", button("Approve & run")],
      ["a dry run", "execution:start", button("Dry run")],
      ["changing the plan", "execution:start", button("Add step")],
    ],
  },
  {
    address: () => "/executions",
    allow: "execution:read",
    offers: [["choosing some for one act", "execution:control", (page) => page.getByRole("checkbox", { name: /^Choose / }).first()]],
  },
  {
    address: ({ execution }) => `/executions/${execution}`,
    allow: "execution:read",
    offers: [
      ["pausing", "execution:control", button("Pause")],
      ["cancelling", "execution:control", button("Cancel")],
      ["approving", "approval:decide", button(/^Approve/)],
      ["rejecting", "approval:decide", button(/^Reject/)],
    ],
  },
  {
    address: ({ execution }) => `/executions/${execution}?step=gather`,
    allow: "execution:read",
    offers: [["a fork", "execution:start", button("Fork from here")]],
  },
  {
    address: ({ execution }) => `/executions/${execution}?tab=plan`,
    allow: "execution:read",
    offers: [["changing its plan", "execution:control", link("Change the plan")]],
  },
  {
    address: ({ execution }) => `/executions/${execution}?tab=cost`,
    allow: "execution:read",
    offers: [["giving it a budget", "budget:write", button(/^(Set a budget|Change its budget)$/)]],
  },
  {
    address: ({ workflow }) => `/workflows/${workflow}`,
    allow: "workflow:read",
    offers: [
      ["running it", "execution:start", button("Approve & run")],
      ["its group", "workflow:write", button("Change who may start it")],
      ["its settings", "workflow:write", button(/^Change “/)],
      ["putting it away", "workflow:write", button("Put this workflow away")],
    ],
  },
  { address: () => "/documents", allow: "data:read", offers: [] },
  { address: () => "/calendar", allow: "data:read", offers: [] },
  {
    address: ({ contact }) => contact,
    allow: "data:read",
    offers: [["consent", "contact:write", (page) => page.getByLabel("Consent to marketing")]],
  },
  { address: () => "/effects", allow: "execution:read", offers: [] },
  { address: () => "/budgets", allow: "usage:read", offers: [["a budget", "budget:write", button("Set a budget")]] },
  {
    address: () => "/guardrails",
    allow: "guardrail:read",
    offers: [
      ["trying a text", "guardrail:evaluate", button("Ask the guardrails")],
      ["turning one off", "guardrail:write", (page) => page.getByRole("switch").first()],
    ],
  },
  { address: () => "/reliability", allow: "execution:read", offers: [] },
  { address: () => "/settings/members", allow: "member:read", offers: [["inviting", "member:write", button("Invite")]] },
  { address: () => "/settings/keys", allow: "key:read", offers: [["a key", "key:write", button("Make a key")]] },
  { address: () => "/settings/roles", allow: "workspace:read", offers: [["a role", "role:write", button("Make a role")]] },
  {
    address: () => "/settings/connections",
    allow: "connection:read",
    offers: [["a connection", "connection:write", button("Add a connection")]],
  },
  { address: () => "/settings/defaults", allow: "workspace:read", offers: [["a default", "workspace:write", button(/^Change “/)]] },
  {
    address: () => "/settings/approvals",
    allow: "approval:read",
    offers: [
      ["a rule", "approval:govern", button("Add a rule")],
      ["a group", "approval:govern", button("Make a group")],
      ["a channel", "approval:govern", button("Add a channel")],
      ["what is always allowed", "approval:govern", button("Allow something")],
      ["a stand-in", "approval:decide", button("Hand on my approvals")],
    ],
  },
  {
    address: () => "/settings/workspaces",
    allow: "profile:read",
    offers: [["another workspace", "workspace:create", button("Make a workspace")]],
  },
  { address: () => "/settings/limits", allow: "usage:read", offers: [] },
  { address: () => "/settings/executor", allow: "execution:control", offers: [] },
  { address: () => "/settings/audit", allow: "audit:read", offers: [["verifying it", "audit:read", button("Verify")]] },
];

let made: Made;
test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  // Somebody who decides nothing asks, so that everybody who decides may.
  await signInAs(page, "operator");
  const plan = heldMessage({ subject: "Roles", body: "Who may what." });
  const started = await page.request.post("/api/orchestrate", { data: { plan }, headers });
  expect(started.status()).toBe(202);
  const { id: execution } = (await started.json()) as { id: string };
  await expect
    .poll(
      async () =>
        ((await (await page.request.get(`/api/approvals?execution=${execution}`, { headers })).json()) as { data: [] }).data.length,
    )
    .toBe(1);
  const contacts = await (await page.request.get(`${demoAddress}/contacts`)).text();
  const [contact = ""] = /\/demo\/contacts\/[\w%-]+/.exec(contacts) ?? [];
  await page.context().clearCookies();
  await signInAs(page, "owner");
  const kept = await page.request.post("/api/workflows", {
    data: { name: `Of every role ${Date.now()}`, plan: { steps: [{ id: "a", tool: "flow.pass" }] } },
    headers,
  });
  expect(kept.status()).toBe(201);
  const { id: workflow } = (await kept.json()) as { id: string };
  made = { execution, workflow, contact: contact.slice(demoAddress.length) };
  await context.close();
});
test.afterAll(async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInAs(page, "owner");
  await page.request.delete(`/api/workflows/${made.workflow}`, { headers });
  await page.request.post(`/api/orchestrate/${made.execution}/cancel`, { headers });
  await context.close();
});

for (const role of Role.options)
  test.describe(`the ${role}`, () => {
    const may = (allow: Permission) => permits({ role }, allow);

    test("is offered on every page what the table lets them, and nothing else", async ({ page, visitor }) => {
      test.setTimeout(240_000);
      await signInAsAny(page, role, visitor);
      const tabs = [page, heard(await page.context().newPage()), heard(await page.context().newPage())];
      await Promise.all(
        tabs.map((tab, lane) =>
          walk(
            tab,
            visits.filter((_, at) => at % tabs.length === lane),
          ),
        ),
      );

      async function walk(tab: Page, pages: typeof visits): Promise<void> {
        for (const { address, allow, offers } of pages) {
          const path = address(made);
          if (!may(allow)) {
            expect([path, (await tab.request.get(`${demoAddress}${path}`)).status()]).toEqual([path, 404]);
            continue;
          }
          const answer = await tab.goto(`${demoAddress}${path}`);
          expect([path, answer?.status()]).toEqual([path, 200]);
          await expect(tab.getByRole("main")).not.toBeEmpty();
          // What is offered is waited for, so that what is not has had its time.
          const [offered, withheld] = [offers.filter(([, needed]) => may(needed)), offers.filter(([, needed]) => !may(needed))];
          for (const [what, , at] of offered) await expect(at(tab), `${path}: ${what}`).toBeVisible();
          for (const [what, , at] of withheld) await expect(at(tab), `${path}: ${what}`).toHaveCount(0);
        }
      }
    });

    test("finds the places and the settings that the table opens", async ({ page, visitor }) => {
      await signInAsAny(page, role, visitor);
      await page.goto(`${demoAddress}/settings`);
      const open = (all: readonly { title: string; allow: Permission }[]) =>
        all.filter(({ allow }) => may(allow)).map(({ title }) => title);
      await expect(page.getByRole("navigation", { name: "Settings" }).getByRole("link")).toHaveText(open(sections));
      const titles = await page.getByRole("navigation", { name: "Workspace", exact: true }).getByRole("link").allTextContents();
      expect(titles.map((title) => title.replace(/\d+\+? waiting$/, ""))).toEqual(open(places));
    });

    test("is refused by the interface what is not offered, with a sentence that names what is missing", async ({ page, visitor }) => {
      await signInAsAny(page, role, visitor);
      for (const { method, path, allow } of operations) {
        if (!allow || may(allow)) continue;
        const address = path.replaceAll(/\{\w+\}/g, "none_01");
        const asked = await page.request.fetch(address, { method, headers, ...(method !== "get" && { data: {} }) });
        const { detail } = (await asked.json()) as { detail?: string };
        expect([`${method} ${path}`, asked.status(), detail]).toEqual([
          `${method} ${path}`,
          403,
          `${allow} is not among the rights of the role ${role}`,
        ]);
      }
    });
  });
