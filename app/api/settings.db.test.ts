import { afterAll, beforeAll, expect, test } from "vitest";
import { planExecution } from "#lib/execution/plan-execution.ts";
import { runtime } from "#lib/runtime.ts";
import { refusedUrls } from "#lib/safety/egress-targets.fixture.ts";
import { createKey } from "#lib/tenancy/keys.postgres.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import * as connection from "./connections/[id]/route.ts";
import * as connections from "./connections/route.ts";
import * as limits from "./limits/route.ts";
import * as fork from "./orchestrate/[id]/fork/route.ts";
import * as ofExecution from "./orchestrate/[id]/settings/route.ts";
import * as orchestrate from "./orchestrate/route.ts";
import * as settings from "./settings/route.ts";
import * as ofWorkflow from "./workflows/[id]/settings/route.ts";
import * as workflows from "./workflows/route.ts";

type Route = (request: Request, context?: { params: Promise<unknown> }) => Promise<Response>;
type Resolved = { name: string; value: unknown; from: string; chain: { level: string; value: unknown }[] };
type Answer = { id: string; data: Resolved[]; steps: { settings: Resolved[] }[]; revision: number };

let owner: Record<string, string> = {};
beforeAll(async () => {
  runtime().sendWith({ send: async () => {} });
  await addWorkspace("w");
  const key = await createKey({ workspace: "w", name: "k", role: "owner" });
  owner = { authorization: `Bearer ${key.ok ? key.value.token : ""}` };
});
afterAll(() => runtime().close());

async function ask(route: Route, method: string, { body, id, more }: { body?: unknown; id?: string; more?: Record<string, string> } = {}) {
  const request = new Request("http://fermata.test/api/x", {
    method,
    headers: { ...owner, ...more, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await route(request, { params: Promise.resolve({ id }) });
  return { status: response.status, etag: response.headers.get("etag"), json: (await response.json()) as Answer };
}
const of = ({ json }: { json: Answer }, name: string) => json.data.find((one) => one.name === name);

test("one value at four levels: each is shown, the narrowest counts, and what is taken back is gone", async () => {
  const plan = { steps: [{ id: "a", tool: "flow.pass", retry: { maxAttempts: 5 } }] };
  const { id } = (await ask(workflows.POST, "POST", { body: { name: "W", plan } })).json;
  expect(of(await ask(settings.GET, "GET"), "stepAttempts")).toMatchObject({ value: 3, from: "system" });
  expect(of(await ask(settings.PUT, "PUT", { body: { stepAttempts: 4, concurrency: 9 } }), "stepAttempts")).toMatchObject({
    value: 4,
    from: "workspace",
  });
  expect(of(await ask(ofWorkflow.GET, "GET", { id }), "concurrency")).toMatchObject({ value: 9, from: "workspace" });
  expect(of(await ask(ofWorkflow.PUT, "PUT", { id, body: { stepAttempts: 6, concurrency: 2 } }), "stepAttempts")).toMatchObject({
    value: 6,
    from: "workflow",
  });

  const started = await ask(orchestrate.POST, "POST", { body: { workflowId: id } });
  const read = await ask(ofExecution.GET, "GET", { id: started.json.id });
  expect(of(read, "concurrency")).toEqual({ name: "concurrency", value: 2, from: "workflow" });
  expect(read.json.steps[0]?.settings[1]).toMatchObject({
    value: 5,
    from: "step",
    chain: [
      { level: "system", value: 3 },
      { level: "workspace", value: null },
      { level: "workflow", value: 6 },
      { level: "step", value: 5 },
      { level: "execution", value: null },
    ],
  });
  const forced = await ask(orchestrate.POST, "POST", { body: { workflowId: id, settings: { stepAttempts: 1 }, concurrency: 1 } });
  const other = await ask(ofExecution.GET, "GET", { id: forced.json.id });
  expect(of(other, "concurrency")).toMatchObject({ value: 1, from: "execution" });
  expect(other.json.steps[0]?.settings[1]).toMatchObject({ value: 1, from: "execution" });

  expect(of(await ask(settings.PUT, "PUT", { body: { stepAttempts: null } }), "stepAttempts")).toMatchObject({ value: 3, from: "system" });
  // What began before goes by what was said then.
  expect(of(await ask(ofExecution.GET, "GET", { id: started.json.id }), "concurrency")).toMatchObject({ value: 2 });
});

test("the workspace bounds what is done without asking: a request beyond it is refused, a workflow and a fork are held to it", async () => {
  const plan = { steps: [{ id: "a", tool: "flow.pass" }] };
  const before = await ask(orchestrate.POST, "POST", { body: { plan, autonomy: "run" } });
  expect(before.status).toBe(202);
  const kept = await ask(workflows.POST, "POST", { body: { name: "bounded", plan } });
  await ask(ofWorkflow.PUT, "PUT", { id: kept.json.id, body: { autonomy: "run" } });
  const bounded = await ask(settings.PUT, "PUT", { body: { autonomyMost: "ask_on_risk" } });
  expect(of(bounded, "autonomyMost")).toMatchObject({ value: "ask_on_risk", from: "workspace" });

  const refused = await ask(orchestrate.POST, "POST", { body: { plan, autonomy: "run" } });
  expect([refused.status, refused.json]).toMatchObject([403, { errors: [{ path: "autonomy" }] }]);
  const byWorkflow = await ask(orchestrate.POST, "POST", { body: { workflowId: kept.json.id } });
  const read = await ask(ofExecution.GET, "GET", { id: byWorkflow.json.id });
  expect(of(read, "autonomy")).toMatchObject({ value: "ask_on_risk", from: "workspace" });
  // Planned, so that it can be forked.
  await planExecution(runtime(), { scope: { id: "w" }, executionId: before.json.id, run: "run_1" });
  const forked = await ask(fork.POST, "POST", { id: before.json.id, body: {} });
  expect(forked.status).toBe(202);
  expect(of(await ask(ofExecution.GET, "GET", { id: forked.json.id }), "autonomy")).toMatchObject({ value: "ask_on_risk" });
  await ask(settings.PUT, "PUT", { body: { autonomyMost: null } });
  expect((await ask(orchestrate.POST, "POST", { body: { plan, autonomy: "run" } })).status).toBe(202);
});

test("what no setting can be is refused by its name", async () => {
  for (const body of [{}, { stepAttempts: 0 }, { autonomy: "always" }, { egressOnly: ["http://a.example/"] }, { colour: "red" }])
    expect([body, (await ask(settings.PUT, "PUT", { body })).status]).toEqual([body, 400]);
  expect((await ask(ofWorkflow.PUT, "PUT", { id: "wfl_none", body: { stepAttempts: 2 } })).status).toBe(404);
  expect(of(await ask(settings.PUT, "PUT", { body: { egressOnly: ["API.Example.org", "*.b.example"] } }), "egressOnly")).toMatchObject({
    value: ["api.example.org", "*.b.example"],
  });
});

test("no secret is kept for a host that no request may reach, nor for one that is not asked by https", async () => {
  const make = (origin: string) =>
    ask(connections.POST, "POST", {
      body: { name: origin.slice(0, 60) || "x", kind: "bearer", origin, secret: { token: "a-long-token" } },
    });
  for (const url of [...refusedUrls.filter((one) => one.length < 300), "http://api.example.org"]) {
    const origin = URL.canParse(url) && /^https?:/.test(url) ? new URL(url).origin : url;
    // Without a path, some are a host like any other.
    if (origin === "https://example.com" || /^\/?\/?example\.com$/.test(origin)) continue;
    expect([url, (await make(origin)).status]).toEqual([url, 400]);
  }
  expect((await make("api.example.org")).status).toBe(201);
});

test("a connection is changed upon the revision that was read", async () => {
  const body = { name: "crm", kind: "header", origin: "crm.example.org", header: "X-Key", secret: { value: "a-long-value" } };
  const { json } = await ask(connections.POST, "POST", { body });
  const read = await ask(connection.GET, "GET", { id: json.id });
  expect(read.etag).toBe('"1"');
  const tag = { "if-match": read.etag ?? "" };
  expect((await ask(connection.PUT, "PUT", { id: json.id, body: { name: "crm 2" }, more: tag })).status).toBe(200);
  expect((await ask(connection.PUT, "PUT", { id: json.id, body: { name: "crm 3" }, more: tag })).status).toBe(412);
});

test("limits say what is used of them, and a request counts", async () => {
  const used = async () => (await ask(limits.GET, "GET")).json.data as unknown as { name: string; used: number; most: number | null }[];
  const before = await used();
  expect(before.find(({ name }) => name === "requests.caller")).toMatchObject({ most: 6_000, used: expect.any(Number) });
  expect(before.find(({ name }) => name === "requests.caller")?.used).toBeGreaterThan(0);
  expect(before.find(({ name }) => name === "keys")).toMatchObject({ used: 1, most: null });
  expect(before.find(({ name }) => name === "connections")).toMatchObject({ used: 2, most: 200 });
});
