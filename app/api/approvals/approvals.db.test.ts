import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planExecution } from "#lib/execution/plan-execution.ts";
import { runtime } from "#lib/runtime.ts";
import { closeHub } from "#lib/streaming/hub.postgres.ts";
import { createKey } from "#lib/tenancy/keys.postgres.ts";
import { addPerson, addWorkspace, signedIn } from "#lib/tenancy/tenancy.fixture.ts";

type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Headers = Record<string, string>;

const people: Record<string, Headers> = {};

/** By the address of a route, as a person: what was answered, and with which status. */
async function ask(
  as: Headers | undefined,
  verb: string,
  file: string,
  { id = "", body, headers = {} }: { id?: string; body?: unknown; headers?: Headers } = {},
) {
  const route = (await import(join(import.meta.dirname, "..", file, "route.ts")))[verb] as Route;
  const request = new Request(`http://fermata.test/api/${file.replace("[id]", id)}`, {
    method: verb,
    headers: { ...as, ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await route(request, { params: Promise.resolve({ id }) });
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  return { status: response.status, body: (await response.json()) as any };
}

beforeAll(async () => {
  runtime().sendWith({ send: async () => {} });
  await addWorkspace("a");
  for (const [id, role] of [
    ["dana", "owner"],
    ["noa", "approver"],
    ["omer", "operator"],
    ["vera", "viewer"],
  ] as const) {
    await addPerson({ id, email: `${id}@example.test`, password: "waltz of the seven seas", roles: { a: role } });
    people[id] = { cookie: (await signedIn(id)).cookie };
  }
});
afterAll(async () => {
  await closeHub();
  await runtime().close();
});

async function held(as: Headers | undefined): Promise<{ id: string; payloadHash: string; execution: string }> {
  const steps = [{ id: "tell", tool: "message.send", params: { to: "yoav@example.test", subject: "Hi", body: "Hello." } }];
  const started = await ask(as, "POST", "orchestrate", { body: { plan: { steps } } });
  const execution = started.body.id;
  await planExecution(runtime(), { scope: { id: "a" }, executionId: execution, run: `run_${execution}` });
  const found = await runtime()
    .sqlFor({ id: "a" })
    .query<{ id: string; hash: string }>("select id, state->>'payloadHash' as hash from pending_approvals where execution_id = $1", [
      execution,
    ]);
  return { id: found[0]?.id ?? "", payloadHash: found[0]?.hash ?? "", execution };
}

const shown = async (as: Headers | undefined, id: string) =>
  (await ask(as, "GET", "approvals")).body.data.find((approval: { id: string }) => approval.id === id);

test("a policy is changed upon the version that was seen, and names groups that can do what it asks of them", async () => {
  const group = await ask(people["dana"], "POST", "approvals/groups", { body: { name: "Legal", members: ["noa"] } });
  expect(group.status).toBe(201);
  const rule = { name: "mail", tools: ["message.*"], group: group.body.id, quorum: 2 };
  const put = (body: unknown, headers: Headers = {}) => ask(people["dana"], "PUT", "approvals/policy", { body, headers });
  expect(await put({ rules: [rule] })).toMatchObject({ status: 422, body: { errors: [{ path: "rules[0].group" }] } });
  expect(await put({ rules: [{ ...rule, group: "grp_none" }] })).toMatchObject({ status: 422 });
  const kept = await put({ rules: [{ ...rule, quorum: 1 }] }, { "if-match": '"0"' });
  expect(kept).toMatchObject({ status: 200, body: { version: 1, by: "Person dana" } });
  expect(await put({ rules: [] }, { "if-match": '"0"' })).toMatchObject({ status: 412 });
  expect(await ask(people["dana"], "DELETE", "approvals/groups/[id]", { id: group.body.id })).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining("mail") },
  });
  expect(await put({ rules: [] })).toMatchObject({ status: 200, body: { version: 2 } });
  expect(await ask(people["dana"], "DELETE", "approvals/groups/[id]", { id: group.body.id })).toMatchObject({ status: 200 });
});

test("a group takes members of the workspace, each once, under a name of its own", async () => {
  const make = (body: unknown) => ask(people["dana"], "POST", "approvals/groups", { body });
  expect(await make({ name: "One", members: ["nobody"] })).toMatchObject({ status: 422, body: { errors: [{ path: "members[0]" }] } });
  expect(await make({ name: "One", members: ["noa", "noa"] })).toMatchObject({ status: 400 });
  expect((await make({ name: "One", members: ["noa"] })).status).toBe(201);
  expect(await make({ name: "ONE", members: [] })).toMatchObject({ status: 409, body: { errors: [{ path: "name" }] } });
});

test("everybody sees who may decide and whether they may themselves, and the reason when not", async () => {
  const { id, payloadHash } = await held(people["dana"]);
  expect(await shown(people["noa"], id)).toMatchObject({ you: { may: true, because: null }, seats: [{ person: "noa" }], seatsInAll: 1 });
  expect((await shown(people["dana"], id)).you).toMatchObject({ may: false, because: expect.stringContaining("somebody else") });
  expect((await shown(people["vera"], id)).you).toEqual({ may: false, because: "your role cannot decide this" });
  const decide = { id, body: { decision: "approve", payloadHash } };
  expect(await ask(people["dana"], "POST", "approvals/[id]/decide", decide)).toMatchObject({ status: 403 });
  const key = await createKey({ workspace: "a", name: "k", role: "owner" });
  if (!key.ok) throw new Error("no key");
  await runtime().sqlFor({ id: "a" }).query("update api_keys set created_by = 'dana'");
  expect(await ask({ authorization: `Bearer ${key.value.token}` }, "POST", "approvals/[id]/decide", decide)).toMatchObject({ status: 403 });
  expect(await ask(people["noa"], "POST", "approvals/[id]/decide", decide)).toMatchObject({ status: 200, body: { status: "approved" } });
});

test("a question is answered in the thread by who asked for the execution; who only looks writes nothing", async () => {
  const { id, payloadHash } = await held(people["omer"]);
  const question = { decision: "ask", note: "Which Yoav?", payloadHash };
  expect(await ask(people["noa"], "POST", "approvals/[id]/decide", { id, body: question })).toMatchObject({ body: { status: "open" } });
  const say = (who: string) => ask(people[who], "POST", "approvals/[id]/messages", { id, body: { text: "Yoav of the board." } });
  expect((await say("vera")).status).toBe(403);
  expect((await say("omer")).status).toBe(201);
  const { thread } = await shown(people["noa"], id);
  expect(thread.map(({ from, to, text }: Record<string, string>) => [from, to, text])).toEqual([
    ["Person noa", "requester", "Which Yoav?"],
    ["Person omer", "approvers", "Yoav of the board."],
  ]);
});

test("approvals are handed on by a person, to somebody who decides, until a time to come, and taken back by them", async () => {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const handOn = (who: string, body: unknown) => ask(people[who], "POST", "approvals/delegations", { body });
  expect(await handOn("noa", { to: "omer", until: tomorrow })).toMatchObject({ status: 422, body: { errors: [{ path: "to" }] } });
  expect(await handOn("noa", { to: "noa", until: tomorrow })).toMatchObject({ status: 422 });
  expect(await handOn("noa", { to: "dana", until: "2020-01-01T00:00:00Z" })).toMatchObject({
    status: 422,
    body: { errors: [{ path: "until" }] },
  });
  const made = await handOn("noa", { to: "dana", until: tomorrow, because: "away" });
  expect(made).toMatchObject({ status: 201, body: { from: { id: "noa" }, to: { id: "dana" } } });
  const again = await handOn("noa", { to: "dana", until: tomorrow });
  expect((await ask(people["noa"], "GET", "approvals/delegations")).body.data).toMatchObject([{ id: again.body.id }]);
  expect((await ask(people["noa"], "DELETE", "approvals/delegations/[id]", { id: again.body.id })).status).toBe(200);
  expect((await ask(people["noa"], "GET", "approvals/delegations")).body.data).toEqual([]);
});

test("what is always allowed has an end, a tool that there is, and a line in the audit when it is made and taken back", async () => {
  const add = (body: object) =>
    ask(people["dana"], "POST", "approvals/standing", {
      body: { tool: "message.send", until: new Date(Date.now() + 86_400_000), ...body },
    });
  expect(await add({ tool: "no.tool" })).toMatchObject({ status: 422, body: { errors: [{ path: "tool" }] } });
  expect(await add({ until: "2040-01-01T00:00:00Z" })).toMatchObject({ status: 422, body: { errors: [{ path: "until" }] } });
  expect(await add({ recipients: ["no address"] })).toMatchObject({ status: 400 });
  const made = await add({ recipients: ["Yoav@Example.test"], because: "weekly" });
  expect(made).toMatchObject({ status: 201, body: { recipients: ["yoav@example.test"] } });
  const { execution, id } = await held(people["dana"]);
  expect(id).toBe("");
  const used = await runtime()
    .sqlFor({ id: "a" })
    .query("select event->>'ruleId' as rule from execution_events where execution_id = $1 and type = 'approval.waived'", [execution]);
  expect(used).toEqual([{ rule: made.body.id }]);
  expect((await ask(people["vera"], "GET", "approvals/standing")).body.data).toMatchObject([{ id: made.body.id, uses: 1 }]);
  expect((await ask(people["dana"], "DELETE", "approvals/standing/[id]", { id: made.body.id })).status).toBe(200);
  expect((await held(people["dana"])).id).not.toBe("");
  const told = await runtime().sqlFor({ id: "a" }).query("select action from audit_entries where target = $1 order by seq", [made.body.id]);
  expect(told).toEqual([{ action: "standing_approval.made" }, { action: "standing_approval.revoked" }]);
});
