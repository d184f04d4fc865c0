import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withWorkspace } from "#lib/db.ts";
import { planExecution } from "#lib/execution/plan-execution.ts";
import { type Operation, operations } from "#lib/http/contracts/operations.ts";
import { runtime } from "#lib/runtime.ts";
import { closeHub } from "#lib/streaming/hub.postgres.ts";
import { invite } from "#lib/tenancy/invitations.postgres.ts";
import { createKey, makeKey } from "#lib/tenancy/keys.postgres.ts";
import { type CustomRole, type HeldRole, type Permission, permissionsToGive, permits, Role } from "#lib/tenancy/permissions.ts";
import { endSession } from "#lib/tenancy/sessions.postgres.ts";
import { addPerson, addWorkspace, setDisabled, signedIn } from "#lib/tenancy/tenancy.fixture.ts";

/** Stands in every object of workspace A; whoever is not of A may never read it. */
const canary = "canary-7b1f";
type Headers = Record<string, string>;
type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** What is sent where a body is asked for: well-shaped, so that what refuses it is a right and not the shape. */
const bodies: Record<string, unknown> = {
  "post /api/orchestrate": { plan: { steps: [{ id: "a", tool: "flow.pass" }] }, dryRun: false },
  "post /api/orchestrate/plan": { request: "What is on my calendar?" },
  "post /api/approvals/{id}/decide": { decision: "approve", payloadHash: "x" },
  "post /api/approvals/{id}/messages": { text: "Hello" },
  "put /api/approvals/policy": { selfApproval: "always" },
  "post /api/approvals/groups": { name: "G", members: [] },
  "put /api/approvals/groups/{id}": { name: "H", members: [] },
  "post /api/approvals/delegations": { to: "nobody", until: "2030-01-01T00:00:00Z" },
  "post /api/approvals/standing": { tool: "no.tool", until: "2030-01-01T00:00:00Z" },
  "post /api/approvals/channels": { kind: "webhook", name: "c", url: "https://hooks.example.org/x" },
  "put /api/orchestrate/{id}/context": { key: "a", value: 1, expected: 0 },
  "put /api/contacts/{id}/consent": { consent: "none", optedOut: true },
  "post /api/messages": { messageId: "m", from: "somebody@example.org", text: "Hello" },
  "post /api/approvals/links/look": { token: "x".repeat(40) },
  "post /api/approvals/links/decide": { token: "x".repeat(40), decision: "approve", payloadHash: "x" },
  "post /api/orchestrate/{id}/steps/{stepId}": { action: "skip" },
  "post /api/orchestrate/{id}/fork": { dryRun: true },
  "post /api/orchestrate/{id}/rollback": {},
  "post /api/orchestrate/{id}/effects/{effectId}": { step: "a", happened: true },
  "post /api/orchestrate/{id}/replan": { because: "it is held" },
  "post /api/executor/runs/{id}": { action: "cancel" },
  "put /api/orchestrate/{id}/budget": { limitMicros: 1_000, limitTokens: null },
  "post /api/orchestrate/{id}/budget": { limitMicros: 2_000, limitTokens: null },
  "post /api/budgets": { scope: "workspace", ref: "", period: "day", limitMicros: 2_000, limitTokens: null },
  "put /api/budgets": { scope: "workspace", ref: "", period: "day", limitMicros: 1_000, limitTokens: null },
  "post /api/breakers": { component: "http:nowhere.test", state: "closed" },
  "post /api/guardrails/replay": { name: "fair-housing" },
  "post /api/guardrails/false-positives": { executionId: "none_01", seq: 1 },
  "put /api/guardrails/false-positives": { executionId: "none_01", seq: 1, state: "upheld" },
  "post /api/guardrails/evaluate": { text: "Hello" },
  "put /api/guardrails/policies/{name}": { enabled: true },
  "post /api/workflows": { name: "W", plan: { steps: [{ id: "a", tool: "flow.pass" }] } },
  "put /api/workflows/{id}": { name: "X" },
  "put /api/members/{id}": { role: "viewer" },
  "post /api/invitations": { email: "someone@example.test", role: "viewer" },
  "post /api/invitations/look": { token: "x".repeat(40) },
  "post /api/invitations/accept": { token: "x".repeat(40) },
  "post /api/connections": { name: "c", kind: "bearer", origin: "api.example.org", secret: { token: "a-token-of-somebody" } },
  "put /api/connections/{id}": { name: "d" },
  // An id that is taken: nothing is made, whoever asks.
  "post /api/workspaces": { id: "b", name: "B" },
  "post /api/set-up": {
    token: "x".repeat(40),
    name: "Somebody",
    email: "first@example.test",
    password: "waltz of the seven seas",
    workspace: { id: "b", name: "B" },
  },
  "post /api/roles": { name: "R", permissions: ["execution:read"] },
  "put /api/roles/{id}": { name: "R" },
  "put /api/settings": { concurrency: 7 },
  "put /api/workflows/{id}/settings": { stepAttempts: 2 },
  "post /api/keys": { name: "k", scopes: ["execution:read"] },
  "post /api/keys/{id}/rotate": {},
  "put /api/profile": { name: "Somebody" },
  "put /api/profile/password": { password: "not it at all", next: "waltz of the seven seas" },
  "put /api/profile/second-factor": { code: "000000" },
  "delete /api/profile/second-factor": { password: "not it at all" },
  "post /api/password/forgot": { email: "nobody@example.test" },
  "post /api/password/reset": { token: "x".repeat(40), password: "waltz of the seven seas" },
};

const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

/** The objects of A, by the address that they are found under. */
const ids: Record<string, string> = {};
const idFor = (path: string) => {
  if (path.startsWith("/api/orchestrate")) return ids["execution"];
  if (path.startsWith("/api/contacts")) return ids["contact"];
  if (path.startsWith("/api/approvals/groups")) return ids["group"];
  if (path.startsWith("/api/approvals/delegations")) return ids["delegation"];
  if (path.startsWith("/api/approvals/standing")) return ids["standing"];
  if (path.startsWith("/api/approvals/channels")) return ids["channel"];
  if (path.startsWith("/api/approvals")) return ids["approval"];
  if (path.startsWith("/api/workflows")) return ids["workflow"];
  if (path.startsWith("/api/members")) return "a-viewer";
  if (path.startsWith("/api/invitations")) return ids["invitation"];
  if (path.startsWith("/api/keys")) return ids["key"];
  if (path.startsWith("/api/roles")) return ids["role"];
  if (path.startsWith("/api/connections")) return ids["connection"];
  if (path.startsWith("/api/sessions")) return ids["session"];
  return undefined;
};

async function ask(operation: Operation, as: Headers, id = "none_01"): Promise<{ status: number; text: string }> {
  const { method, path } = operation;
  const params = { id, payloadId: ids["payload"] ?? "pay_none", stepId: "tell", effectId: "eff_none", name: "fair-housing" };
  const folder = path.replaceAll("{", "[").replaceAll("}", "]").replace("/api/", "");
  const route = (await import(join(import.meta.dirname, folder, "route.ts")))[method.toUpperCase()] as Route;
  const body = bodies[nameOf(operation)];
  const stop = new AbortController();
  const address = path.replace(/\{(\w+)\}/g, (_whole, name: keyof typeof params) => params[name]);
  // What is compared is compared with itself.
  const request = new Request(`http://fermata.test${address}${path.endsWith("/compare") ? `?with=${id}` : ""}`, {
    method,
    signal: stop.signal,
    // Each from an address of its own, so that none is told to wait for the others.
    headers: {
      "x-forwarded-for": `2001:db8::${(++callers).toString(16)}`,
      ...as,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await route(request, { params: Promise.resolve(params) });
  const isLive = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  const text = isLive ? await beginningOf(response) : await response.text();
  stop.abort();
  return { status: response.status, text };
}

async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const read = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(read?.value);
}

/** A role that A made: some of what each of the others may, so that it fits none of them. */
const custom: CustomRole = {
  id: "",
  name: "Steward",
  says: canary,
  permissions: ["execution:read", "approval:decide", "member:read", "role:write", "audit:read", "workspace:create"],
};
const held: [string, HeldRole][] = [...Role.options.map((role): [string, HeldRole] => [role, role]), ["custom role", custom]];

const members: Record<string, Headers> = {};
const outside: Record<string, Headers> = {};
let keyWith: (scopes: Permission[]) => Promise<Headers>;
let callers = 0;

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
const started = async (as: Headers, name: string) => {
  const operation = operations.find((one) => nameOf(one) === "post /api/orchestrate");
  if (!operation) throw new Error("nothing can be started");
  bodies["post /api/orchestrate"] = {
    plan: { steps: [{ id: "tell", name, tool: "message.send", params: { to: "yoav@example.test", subject: canary, body: canary } }] },
  };
  const { text } = await ask(operation, as);
  return (JSON.parse(text) as { id: string }).id;
};

beforeAll(async () => {
  runtime().sendWith({ send: async () => {} });
  for (const id of ["a", "b"]) await addWorkspace(id);
  for (const role of Role.options) {
    await addPerson({ id: `a-${role}`, email: `${role}@${canary}.example`, password: "a password of theirs", roles: { a: role } });
    members[role] = { cookie: (await signedIn(`a-${role}`)).cookie };
  }
  await addPerson({ id: "b-owner", email: "owner@b.example", password: "a password of theirs", roles: { b: "owner" } });
  await addPerson({ id: "a-gone", email: "gone@a.example", password: "a password of theirs", roles: { a: "owner" } });
  await addPerson({ id: "a-disabled", email: "disabled@a.example", password: "a password of theirs", roles: { a: "owner", b: "viewer" } });
  const gone = await signedIn("a-gone");
  await endSession("a-gone", gone.session);
  const disabled = { ...(await signedIn("a-disabled")), "x-fermata-workspace": "a" };
  await setDisabled("a", "a-disabled", true);
  const keyOfB = await createKey({ workspace: "b", name: "b", role: "owner" });
  if (!keyOfB.ok) throw new Error("no key");
  Object.assign(outside, {
    anonymous: {},
    "a member of B": { cookie: (await signedIn("b-owner")).cookie },
    "a member of B who names A": { cookie: (await signedIn("b-owner")).cookie, "x-fermata-workspace": "a" },
    "a key of B": bearer(keyOfB.value.token),
    "a key of B in disguise": {
      ...bearer(keyOfB.value.token),
      "x-fermata-workspace": "a",
      "x-middleware-subrequest": "proxy:proxy:proxy",
      "x-forwarded-host": "evil.test",
      "x-nextjs-data": "1",
      rsc: "1",
    },
    "a revoked session": { cookie: gone.cookie },
    "a disabled member": { cookie: disabled.cookie, "x-fermata-workspace": "a" },
    "a forged key": bearer(`fmk_${"0".repeat(40)}`),
  });

  const access = {
    workspace: { id: "a" },
    actor: { kind: "member" as const, id: "a-owner", name: "Owner" },
    role: "owner" as const,
    scopes: [],
    by: "cookie" as const,
  };
  keyWith = async (scopes) => {
    const made = await makeKey({ access, name: canary, scopes, expiresAt: new Date(Date.now() + 3_600_000) });
    if (!made.ok || made.value.token === null) throw new Error("no key was made");
    ids["key"] ??= made.value.id;
    return bearer(made.value.token);
  };
  await keyWith(["usage:read"]);
  const role = await runtime().people.roles.makeRole(access, { ...custom, permissions: custom.permissions as Permission[] });
  if (!role.ok) throw new Error(role.refusal.because);
  custom.id = role.value.id;
  const spare = await runtime().people.roles.makeRole(access, { name: canary, says: canary, permissions: ["usage:read"] });
  if (spare.ok) ids["role"] = spare.value.id;
  await addPerson({ id: "a-steward", email: `steward@${canary}.example`, password: "a password of theirs", roles: { a: custom.id } });
  members["custom role"] = { cookie: (await signedIn("a-steward")).cookie };
  ids["execution"] = await started(members["owner"] ?? {}, canary);
  const invited = await invite({ access, email: `invited@${canary}.example`, role: "viewer" });
  if (invited.ok) ids["invitation"] = invited.value.id;
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const group = await runtime().approvers.saveGroup({ access, name: canary, members: ["a-owner"] });
  if (group.ok) ids["group"] = group.value.id;
  const delegation = await runtime().approvers.delegate({ access, to: "a-admin", until, because: canary });
  if (delegation.ok) ids["delegation"] = delegation.value.id;
  const standing = { tool: "message.send", recipients: [`x@${canary}.example`], hosts: [], until, because: canary };
  const added = await runtime().approvalRules.addStanding({ access, ...standing });
  if (added.ok) ids["standing"] = added.value.id;
  const channel = await runtime().channels.makeChannel(access, { kind: "webhook", name: canary, url: `https://hooks.invalid/${canary}` });
  ids["channel"] = channel.ok ? channel.value.id : "";
  await withWorkspace("a", (client) =>
    client.query("insert into contacts (workspace_id, id, name, aliases, tags) values ('a', $1, $2, '{}', '{}')", ["con_of_a", canary]),
  );
  ids["contact"] = "con_of_a";
  const secret = { token: `${canary}-token` };
  const connected = await runtime().connections.makeConnection(access, { name: canary, kind: "bearer", origin: "api.example.org", secret });
  ids["connection"] = connected.ok ? connected.value.id : "";
  const { session } = await signedIn("a-viewer");
  ids["session"] = session;
  const save = operations.find((one) => nameOf(one) === "post /api/workflows");
  bodies["post /api/workflows"] = { name: canary, plan: { steps: [{ id: "a", name: canary, tool: "flow.pass" }] } };
  if (save) ids["workflow"] = (JSON.parse((await ask(save, members["owner"] ?? {})).text) as { id: string }).id;
  // The plan sends: its step is held, and a person is asked.
  await planExecution(runtime(), { scope: { id: "a" }, executionId: ids["execution"], run: "run_1" });
  const held = await withWorkspace("a", (client) => client.query<{ id: string }>("select id from pending_approvals"));
  ids["approval"] = held.rows[0]?.id ?? "";
  const kept = await withWorkspace("a", (client) => client.query<{ id: string }>("select id from payloads limit 1"));
  ids["payload"] = kept.rows[0]?.id ?? "";
  for (const [what, id] of Object.entries(ids)) if (id === "") throw new Error(`there is no ${what}`);
  bodies["post /api/workflows"] = { name: "W", plan: { steps: [{ id: "a", tool: "flow.pass" }] } };
  bodies["post /api/orchestrate"] = { plan: { steps: [{ id: "a", tool: "flow.pass" }] } };
});
afterAll(async () => {
  await closeHub();
  await runtime().close();
});

const plain = ({ status, text }: { status: number; text: string }) => {
  if (!text.startsWith("{")) return { status, text };
  const { requestId: _, instance: __, ...said } = JSON.parse(text) as Record<string, unknown>;
  return { status, said };
};

const closed = operations.filter(({ allow }) => allow !== undefined);

test("what has a body has one here, and what does not is none", () => {
  const withBody = operations.filter(({ body }) => body !== undefined).map(nameOf);
  expect(withBody.sort()).toEqual(Object.keys(bodies).sort());
});

describe.each(closed.map((operation) => [nameOf(operation), operation] as const))("%s", (_name, operation) => {
  const { allow, method, path } = operation;
  if (!allow) throw new Error("open");

  test("whoever is not of A is not let in, learns nothing of A, and a foreign id is one that was never there", async () => {
    for (const [who, as] of Object.entries(outside)) {
      const unknown = await ask(operation, as);
      const foreign = path.includes("{id}") ? await ask(operation, as, idFor(path)) : unknown;
      expect(foreign.status, who).toBeLessThan(500);
      expect(foreign.text, who).not.toContain(canary);
      if (foreign !== unknown) expect(plain(foreign), who).toEqual(plain(unknown));
      const isOfB = who.includes("of B") && !who.includes("names A");
      if (!isOfB) expect([401, 404], who).toContain(foreign.status);
    }
  });

  test.each(held)("a %s is let in when the table says so, and not otherwise", async (who, role) => {
    const { status } = await ask(operation, members[who] ?? {}, method === "get" ? idFor(path) : undefined);
    expect(status).toBeLessThan(500);
    expect(status).not.toBe(401);
    expect(status === 403).toBe(!permits({ role, by: "cookie" }, allow));
  });

  const { answer } = operation;
  if (method === "get" && typeof answer !== "string")
    test("answers an owner with their objects what the document says", async () => {
      const { status, text } = await ask(operation, members["owner"] ?? {}, path.startsWith("/api/sessions") ? undefined : idFor(path));
      expect(status).toBe(200);
      expect(answer.safeParse(JSON.parse(text)).error?.issues ?? []).toEqual([]);
    });

  test("a key of A is let in with the scope, and not with every other one", async () => {
    const id = method === "get" ? idFor(path) : undefined;
    const owners = permissionsToGive({ role: "owner" });
    if (owners.includes(allow)) {
      const { status } = await ask(operation, await keyWith([...new Set([allow, ...permissionsToGive({ role: "viewer" })])]), id);
      expect(status).toBeLessThan(500);
      expect([401, 403]).not.toContain(status);
    }
    const other = await ask(operation, await keyWith(owners.filter((one) => one !== allow)), id);
    expect(other.status).toBe(403);
    expect(other.text).not.toContain(canary);
  });
});

describe.each(operations.filter(({ allow }) => allow === undefined).map((operation) => [nameOf(operation), operation] as const))(
  "%s, which anybody may ask,",
  (_name, operation) => {
    test("answers everybody alike, and nothing of A", async () => {
      const answers = [];
      for (const as of Object.values(outside)) {
        // Each about somebody else, since three links for one address are enough.
        if (operation.path === "/api/password/forgot") bodies[nameOf(operation)] = { email: `nobody-${callers}@example.test` };
        const answer = await ask(operation, as);
        expect(answer.status).toBeLessThan(500);
        expect(answer.text).not.toContain(canary);
        answers.push(answer.status);
      }
      expect(new Set(answers).size).toBe(1);
    });
  },
);

describe("a text that is none", () => {
  /** What a filter, a parser or a merge of objects could take for more than a value. */
  const hostile: [string, unknown][] = [
    ["an operator", { contains: "" }],
    ["a negation", { not: "" }],
    ["a list", ["x"]],
    ["nothing", null],
    ["a null byte", "a\u0000b"],
    ["half a character", "a\ud800b"],
    ["a prototype", JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')],
    ["the end of a statement", "'; drop table members; --"],
  ];
  const placesIn = (value: unknown, path: (string | number)[] = []): (string | number)[][] => {
    if (typeof value === "string") return [path];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...path, Array.isArray(value) ? Number(name) : name]));
  };
  const changed = (value: unknown, [name, ...rest]: (string | number)[], to: unknown): unknown => {
    if (name === undefined) return to;
    const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
    copy[name] = changed(copy[name], rest, to);
    return copy;
  };
  // Asked with a password or a link, they cost what a password costs, and are counted.
  const slow = /password|invitations\/accept|set-up|second-factor|links/;
  const isRefused = (status: number) => status >= 400 && status < 500 && status !== 429;
  const written = operations.filter((operation) => bodies[nameOf(operation)] !== undefined && !slow.test(operation.path));

  test.each(written.map((operation) => [nameOf(operation), operation] as const))(
    "%s takes each of its texts as a text, or refuses it",
    async (name, operation) => {
      const body = bodies[name];
      // A key for each, so that none waits for its turn.
      const key = await keyWith(permissionsToGive({ role: "owner" }));
      const who = operation.allow && permissionsToGive({ role: "owner" }).includes(operation.allow) ? key : (members["owner"] ?? {});
      for (const place of placesIn(body))
        for (const [what, value] of hostile) {
          bodies[name] = changed(body, place, value);
          const { status, text } = await ask(operation, who).finally(() => {
            bodies[name] = body;
          });
          expect([place.join("."), what, status < 500, text.includes("polluted")]).toEqual([place.join("."), what, true, false]);
          if (typeof value !== "string")
            expect([place.join("."), what, status]).toEqual([place.join("."), what, expect.toSatisfy(isRefused)]);
        }
      for (const extra of ["role", "tenantId", "workspaceId", "ownerId", "__proto__"]) {
        bodies[name] = JSON.parse(`{${JSON.stringify(extra)}:"b",${JSON.stringify(body).slice(1)}`.replace(/,}$/, "}"));
        const { status } = await ask(operation, who).finally(() => {
          bodies[name] = body;
        });
        // A field that there is has another type or another value of its own; one that there is not is refused by its name.
        expect([extra, status]).toEqual([extra, expect.toSatisfy(extra in (body as object) ? (code: number) => code < 500 : isRefused)]);
      }
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    },
  );
});
