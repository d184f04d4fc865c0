import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ApprovalPage,
  BreakerTurned,
  ExecutionPage,
  Readiness,
  ReliabilityAnswer,
  Snapshot,
  ToolPage,
} from "#lib/http/contracts/answers.ts";
import { runtime } from "#lib/runtime.ts";
import { closeHub } from "#lib/streaming/hub.postgres.ts";
import { createKey } from "#lib/tenancy/keys.postgres.ts";
import { Role } from "#lib/tenancy/permissions.ts";
import { addPerson, addWorkspace, signedIn } from "#lib/tenancy/tenancy.fixture.ts";

type Params = Record<string, string>;
type Route = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;
type Ask = { as: Record<string, string>; id?: string; query?: string; body?: unknown };

const routes = globSync("**/route.ts", { cwd: import.meta.dirname })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => !file.startsWith("auth/") && !file.startsWith("inngest/"));

let callers = 0;

async function call(file: string, verb: string, { as, id = "exe_none", query = "", body }: Ask): Promise<Response> {
  const route = (await import(join(import.meta.dirname, file)))[verb] as Route;
  const path = `/api/${file
    .replace(/\/route\.ts$/, "")
    .replace("[id]", id)
    .replace("[payloadId]", "pay_none")
    .replace("[stepId]", "a")
    .replace("[effectId]", "eff_none")
    .replace("[name]", id)}${query}`;
  // Each from an address of its own, so that none is told to wait for the others.
  const address = { "x-forwarded-for": `2001:db8::${(++callers).toString(16)}` };
  const headers = { ...address, ...as, ...(body !== undefined && { "content-type": "application/json" }) };
  const request = new Request(`http://fermata.test${path}`, {
    method: verb,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return route(request, {
    params: Promise.resolve({
      id,
      ...(file.includes("[payloadId]") && { payloadId: "pay_none" }),
      ...(file.includes("[stepId]") && { stepId: "a" }),
      ...(file.includes("[effectId]") && { effectId: "eff_none" }),
      ...(file.includes("[name]") && { name: id }),
    }),
  });
}

const keys: Record<string, Record<string, string>> = {};
let stranger: Record<string, string> = {};
let cookie: Record<string, string> = {};
let execution = "";
const plan = { steps: [{ id: "a", tool: "flow.pass" }] };

async function bearer(workspace: string, role: Role): Promise<Record<string, string>> {
  const made = await createKey({ workspace, name: role, role });
  if (!made.ok) throw new Error(made.refusal.because);
  return { authorization: `Bearer ${made.value.token}` };
}

beforeAll(async () => {
  runtime().sendWith({ send: async () => {} });
  for (const id of ["w1", "w2"]) await addWorkspace(id);
  for (const role of Role.options) keys[role] = await bearer("w1", role);
  stranger = await bearer("w2", "owner");
  await addPerson({ id: "dana", email: "dana@example.test", password: "a long password", roles: { w1: "owner" } });
  cookie = { cookie: (await signedIn("dana")).cookie };
  const started = await call("orchestrate/route.ts", "POST", { as: keys["owner"] ?? {}, body: { plan } });
  execution = ((await started.json()) as { id: string }).id;
});
afterAll(async () => {
  await closeHub();
  await runtime().close();
});

/** Every route and verb with an id, and what is sent to it: compared with the tree below, so that none is forgotten. */
const withId: [file: string, verb: string, body?: unknown][] = [
  ["guardrails/policies/[name]/route.ts", "PUT", { enabled: false }],
  ["orchestrate/[id]/route.ts", "GET"],
  ["orchestrate/[id]/payloads/[payloadId]/route.ts", "GET"],
  ["orchestrate/[id]/pause/route.ts", "POST"],
  ["orchestrate/[id]/budget/route.ts", "PUT", { limitMicros: 1_000, limitTokens: null }],
  ["orchestrate/[id]/budget/route.ts", "POST", { limitMicros: 2_000, limitTokens: null }],
  ["orchestrate/[id]/resume/route.ts", "POST"],
  ["orchestrate/[id]/context/route.ts", "PUT", { key: "a", value: 1, expected: 0 }],
  ["orchestrate/[id]/cancel/route.ts", "POST"],
  ["orchestrate/[id]/steps/[stepId]/route.ts", "POST", { action: "skip" }],
  ["orchestrate/stream/[id]/route.ts", "GET"],
  ["orchestrate/[id]/plans/route.ts", "GET"],
  ["orchestrate/[id]/fork/route.ts", "POST", {}],
  ["orchestrate/[id]/compare/route.ts", "GET"],
  ["orchestrate/[id]/replan/route.ts", "POST", {}],
  ["orchestrate/[id]/rollback/route.ts", "POST", {}],
  ["orchestrate/[id]/effects/[effectId]/route.ts", "POST", { step: "a", happened: true }],
  ["executor/runs/[id]/route.ts", "POST", { action: "cancel" }],
  ["workflows/[id]/route.ts", "GET"],
  ["workflows/[id]/route.ts", "PUT", { name: "x" }],
  ["workflows/[id]/route.ts", "DELETE"],
  ["workflows/[id]/settings/route.ts", "GET"],
  ["workflows/[id]/settings/route.ts", "PUT", { stepAttempts: 2 }],
  ["orchestrate/[id]/settings/route.ts", "GET"],
  ["approvals/[id]/decide/route.ts", "POST", { decision: "approve", payloadHash: "x" }],
  ["approvals/[id]/messages/route.ts", "POST", { text: "x" }],
  ["approvals/groups/[id]/route.ts", "PUT", { name: "x", members: [] }],
  ["approvals/groups/[id]/route.ts", "DELETE"],
  ["approvals/delegations/[id]/route.ts", "DELETE"],
  ["approvals/standing/[id]/route.ts", "DELETE"],
  ["approvals/channels/[id]/route.ts", "DELETE"],
  ["contacts/[id]/consent/route.ts", "PUT", { consent: "none", optedOut: true }],
  ["approvals/channels/[id]/test/route.ts", "POST"],
  ["members/[id]/route.ts", "PUT", { role: "viewer" }],
  ["members/[id]/route.ts", "DELETE"],
  ["members/[id]/reset/route.ts", "POST"],
  ["invitations/[id]/route.ts", "DELETE"],
  ["keys/[id]/route.ts", "DELETE"],
  ["connections/[id]/route.ts", "GET"],
  ["connections/[id]/route.ts", "PUT", { name: "x" }],
  ["connections/[id]/route.ts", "DELETE"],
  ["keys/[id]/rotate/route.ts", "POST", {}],
  ["roles/[id]/route.ts", "GET"],
  ["roles/[id]/route.ts", "PUT", { name: "x" }],
  ["roles/[id]/route.ts", "DELETE"],
];

/** Of a person and no workspace: probed in a person's own name, by the matrix. */
const personal = ["sessions/[id]/route.ts"];

test("every route with an id is probed", () => {
  expect([...new Set(withId.map(([file]) => file)), ...personal].sort()).toEqual(routes.filter((file) => file.includes("[")).sort());
});

describe.each(withId)("%s %s", (file, verb, body) => {
  const answerTo = async (ask: Ask) => {
    const response = await call(file, verb, { ...ask, ...(body !== undefined && { body }) });
    const { requestId: _, instance: __, ...said } = (await response.json()) as Record<string, unknown>;
    return { status: response.status, said };
  };

  test("another workspace's id is answered like one that was never there", async () => {
    const foreign = await answerTo({ as: stranger, id: execution });
    expect(foreign.status).toBe(404);
    expect(foreign).toEqual(await answerTo({ as: stranger, id: "exe_01m7xr7yf9vy7a3k72vbxrwmj9" }));
  });

  test("a workspace named in a header or an address opens nothing to a key", async () => {
    const named = await answerTo({ as: { ...stranger, "x-fermata-workspace": "w1" }, id: execution, query: "?workspace=w1" });
    expect(named.status).toBe(404);
  });

  test("nobody is let in without a key or a session", async () => {
    for (const as of [
      {},
      { authorization: "Bearer fmk_x" },
      { authorization: "Basic eA==" },
      { cookie: "next-auth.session-token=x" },
      { "x-middleware-subrequest": "proxy" },
    ])
      expect((await answerTo({ as: as as Record<string, string>, id: execution })).status).toBe(401);
  });
});

test("a list shows nothing of another workspace", async () => {
  await runtime().breakers.leave({ id: "w1" }, "http:secret.test", { ok: false, because: "refused" });
  for (const file of [
    "orchestrate/route.ts",
    "approvals/route.ts",
    "approvals/groups/route.ts",
    "approvals/delegations/route.ts",
    "approvals/standing/route.ts",
    "approvals/channels/route.ts",
    "breakers/route.ts",
    "workflows/route.ts",
    "effects/route.ts",
    "members/route.ts",
    "invitations/route.ts",
  ]) {
    const response = await call(file, "GET", { as: stranger, query: "?workspace=w1" });
    expect(await response.json()).toEqual({ data: [], nextCursor: null });
  }
});

test("another workspace's breaker cannot be turned, and one's own is turned on record", async () => {
  const turn = (as: Record<string, string> | undefined) =>
    call("breakers/route.ts", "POST", { as: as ?? {}, body: { component: "http:turn.test", state: "open" } });
  await runtime().breakers.leave({ id: "w1" }, "http:turn.test", { ok: false, because: "refused" });
  expect((await turn(stranger)).status).toBe(404);
  expect((await turn(keys["viewer"])).status).toBe(403);
  const turned = await turn(keys["operator"]);
  expect(BreakerTurned.parse(await turned.json())).toMatchObject({ state: "open", changedBy: "operator" });
  const audited = await runtime().sqlFor({ id: "w1" }).query("select action, detail from audit_entries where action like 'breaker.%'");
  expect(audited).toEqual([{ action: "breaker.open", detail: { component: "http:turn.test" } }]);
  const told = await call("reliability/route.ts", "GET", { as: keys["viewer"] ?? {} });
  expect(ReliabilityAnswer.parse(await told.json())).toMatchObject({ openBreakers: 1, troubled: 0, recoveredShare: null });
});

test("a session is let into its own workspaces and no other", async () => {
  const read = (as: Record<string, string>, query = "") => call("orchestrate/[id]/route.ts", "GET", { as, id: execution, query });
  expect((await read(cookie)).status).toBe(200);
  expect((await read({ ...cookie, "x-fermata-workspace": "w1" })).status).toBe(200);
  expect((await read({ ...cookie, "x-fermata-workspace": "w2" })).status).toBe(404);
  expect((await read(cookie, "?workspace=w2")).status).toBe(404);
});

test("a session's request from another site changes nothing", async () => {
  const cancel = (more: Record<string, string>) =>
    call("orchestrate/[id]/cancel/route.ts", "POST", { as: { ...cookie, ...more }, id: execution });
  expect((await cancel({ origin: "https://evil.test" })).status).toBe(403);
  expect((await cancel({ origin: "null" })).status).toBe(403);
  const snapshot = await call("orchestrate/[id]/route.ts", "GET", { as: cookie, id: execution });
  expect(await snapshot.json()).toMatchObject({ status: "queued" });
});

describe("roles", () => {
  const may: [name: string, file: string, verb: string, body: unknown, roles: Role[]][] = [
    ["start", "orchestrate/route.ts", "POST", { plan }, ["owner", "admin", "builder", "operator"]],
    ["read", "orchestrate/[id]/route.ts", "GET", undefined, Role.options],
    ["pause", "orchestrate/[id]/pause/route.ts", "POST", undefined, ["owner", "admin", "builder", "operator"]],
    [
      "decide",
      "approvals/[id]/decide/route.ts",
      "POST",
      { decision: "approve", payloadHash: "x" },
      ["owner", "admin", "builder", "approver"],
    ],
  ];
  test.each(may)("may %s", async (_name, file, verb, body, roles) => {
    const let_in: Role[] = [];
    for (const role of Role.options) {
      const response = await call(file, verb, { as: keys[role] ?? {}, id: "exe_none", ...(body !== undefined && { body }) });
      if (response.status !== 403) let_in.push(role);
    }
    expect(let_in).toEqual(roles);
  });
});

describe("a start", () => {
  const start = (body: unknown, more: Record<string, string> = {}) =>
    call("orchestrate/route.ts", "POST", { as: { ...keys["owner"], ...more }, body });

  test("is answered at once, with its address", async () => {
    const response = await start({ request: "Say hello" });
    const { id } = (await response.json()) as { id: string };
    expect(response.status).toBe(202);
    expect(response.headers.get("location")).toBe(`/api/orchestrate/${id}`);
  });

  test.each([
    ["nothing to do", {}, 400, "request"],
    ["an empty request", { request: "  " }, 400, "request"],
    ["two things to do", { request: "a", plan }, 400, "plan"],
    ["a field that is not ours", { request: "a", workspaceId: "w2" }, 400, "workspaceId"],
    ["an operator where text belongs", { request: { contains: "" } }, 400, "request"],
    ["a plan of the wrong shape", { plan: { steps: [{ id: "a" }] } }, 400, "steps[0].tool"],
    ["a plan with an unknown tool", { plan: { steps: [{ id: "a", tool: "no.tool" }] } }, 422, "steps[0].tool"],
    ["a plan that waits for itself", { plan: { steps: [{ id: "a", tool: "flow.pass", dependsOn: ["a"] }] } }, 422, "steps[0].dependsOn"],
  ])("with %s is refused, and the place is named", async (_name, body, status, path) => {
    const response = await start(body);
    const { errors } = (await response.json()) as { errors?: { path: string }[] };
    expect(response.status).toBe(status);
    expect(errors?.map((error) => error.path).join(" ")).toContain(path);
  });

  test("with the same key and body is one execution; with another body it is refused", async () => {
    const key = { "idempotency-key": "once" };
    const answers = await Promise.all(Array.from({ length: 10 }, () => start({ plan }, key)));
    const later = await start({ plan }, key);
    expect([...answers, later].map(({ status }) => status)).toEqual(Array(11).fill(202));
    const ids = await Promise.all([...answers, later].map(async (answer) => ((await answer.json()) as { id: string }).id));
    expect(new Set(ids).size).toBe(1);
    expect((await start({ request: "another" }, key)).status).toBe(422);
  });
});

test.each([
  ["orchestrate/route.ts", ExecutionPage],
  ["orchestrate/[id]/route.ts", Snapshot],
  ["approvals/route.ts", ApprovalPage],
  ["tools/route.ts", ToolPage],
  ["ready/route.ts", Readiness],
])("%s answers what the document says", async (file, schema) => {
  const response = await call(file, "GET", { as: keys["viewer"] ?? {}, id: execution });
  const read = schema.safeParse(await response.json());
  expect(read.error?.issues ?? []).toEqual([]);
});

test("a list goes on from its cursor without a gap and without a double", async () => {
  for (let count = 0; count < 5; count++)
    await call("orchestrate/route.ts", "POST", { as: keys["owner"] ?? {}, body: { request: `Paged ${count}` } });
  const titles: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query: string = `?text=paged&limit=2${cursor ? `&cursor=${cursor}` : ""}`;
    const page = (await (await call("orchestrate/route.ts", "GET", { as: keys["viewer"] ?? {}, query })).json()) as {
      data: { title: string }[];
      nextCursor: string | null;
    };
    titles.push(...page.data.map(({ title }) => title));
    cursor = page.nextCursor;
  }
  expect(titles).toEqual(["Paged 4", "Paged 3", "Paged 2", "Paged 1", "Paged 0"]);
});

test.each(["?limit=0", "?limit=x", "?cursor=zzz", "?status=lost", "?limt=5"])("a list asked with %s is refused", async (query) => {
  expect((await call("orchestrate/route.ts", "GET", { as: keys["owner"] ?? {}, query })).status).toBe(400);
});
