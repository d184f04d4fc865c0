import { expect } from "@playwright/test";
import { otherAccounts } from "../prisma/seed/accounts.ts";
import { signIn, signInAs } from "./sign-in.ts";
import { test } from "./visitors.ts";

const plan = { steps: [{ id: "a", name: "Words of the demo", tool: "flow.pass" }] };
/** What a proxy, a browser's cache or a framework may add; none of it opens anything. */
const disguises: Record<string, string>[] = [
  {},
  { "x-fermata-workspace": "demo" },
  { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
  { "x-forwarded-host": "evil.test", "x-original-url": "/api/health" },
  { rsc: "1", "next-router-prefetch": "1" },
];

test("what belongs to another workspace is not there, whatever is sent with the request", async ({ page, visitor }) => {
  await signInAs(page, "owner");
  const started = await page.request.post("/api/orchestrate", { data: { plan } });
  const { id } = (await started.json()) as { id: string };
  expect((await page.request.get(`/api/orchestrate/${id}`)).status()).toBe(200);

  const stranger = await visitor();
  const [account] = otherAccounts;
  if (!account) throw new Error("the other workspace has nobody");
  await signIn(stranger, account.email);
  for (const headers of disguises) {
    for (const path of [`/api/orchestrate/${id}`, `/api/orchestrate/stream/${id}`, `/api/orchestrate/${id}?workspace=demo`])
      expect((await stranger.request.get(path, { headers })).status(), `${path} ${JSON.stringify(headers)}`).toBe(404);
    for (const action of ["pause", "resume", "cancel"])
      expect((await stranger.request.post(`/api/orchestrate/${id}/${action}`, { headers })).status()).toBe(404);
    for (const path of [
      `/demo/executions/${id}`,
      `/demo/executions/${id}/compare?with=${id}`,
      "/demo",
      "/demo/settings",
      "/demo/settings/members",
      "/demo/settings/audit",
    ]) {
      const answer = await stranger.request.get(path, { headers });
      // A page asked for in parts says in the part, and not by its status, that there is nothing.
      if (!("rsc" in headers)) expect(answer.status()).toBe(404);
      expect(await answer.text()).not.toMatch(/Words of the demo|What should be done|Sadot Advisory|@demo\.example/);
    }
  }
});

test("a visitor reaches nothing of a workspace", async ({ request }) => {
  for (const headers of disguises) {
    for (const path of [
      "/api/orchestrate",
      "/api/orchestrate/exe_1",
      "/api/approvals",
      "/api/tools",
      "/api/orchestrate/stream/exe_1",
      "/api/members",
      "/api/audit/export",
    ])
      expect((await request.get(path, { headers })).status()).toBe(401);
    const page = await request.get("/demo", { headers, maxRedirects: 0 });
    expect(await page.text()).not.toContain("What should be done?");
  }
});

test("an answer of a session is for nobody's cache, and its cookie for no script", async ({ page }) => {
  await signInAs(page, "owner");
  const answer = await page.request.get("/api/orchestrate");
  expect(answer.headers()["cache-control"]).toBe("private, no-store");
  const session = (await page.context().cookies()).find(({ name }) => name.includes("session-token"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
});

test("every script of a page carries the nonce of its policy", async ({ page }) => {
  const answer = await page.goto("/sign-in");
  const policy = answer?.headers()["content-security-policy"] ?? "";
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(policy).toContain("frame-ancestors 'none'");
  const html = (await answer?.text()) ?? "";
  const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  expect(scripts.length).toBeGreaterThan(0);
  for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`);
});
