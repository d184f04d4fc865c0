import type { AddressInfo } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { dispatchTo } from "#inngest/dispatch.ts";
import { spawnWorker, type Worker } from "#inngest/worker.fixture.ts";
import { env } from "#lib/env.ts";
import { type ExecutionStatus, isOver } from "#lib/execution/state.ts";
import { operations } from "#lib/http/contracts/operations.ts";
import { runtime } from "#lib/runtime.ts";
import { closeHub } from "#lib/streaming/hub.postgres.ts";
import { createKey } from "#lib/tenancy/keys.postgres.ts";
import { addPerson, addWorkspace, signedIn } from "#lib/tenancy/tenancy.fixture.ts";
import { known, prompts } from "./canaries.fixture.ts";

type Headers = Record<string, string>;
type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Before the product reads the environment: it may reach a service on this machine, and has a vault key. */
const { echo, host, vaultKey } = await vi.hoisted(async () => {
  const { createServer } = await import("node:http");
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const at = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const key = Buffer.alloc(32, "canary").toString("base64");
  // biome-ignore lint/style/noProcessEnv: set here as whoever starts the product sets it, before anything reads it
  Object.assign(process.env, { FERMATA_EGRESS_ALLOW: at, FERMATA_VAULT_KEY: key });
  return { echo: server, host: at, vaultKey: key };
});
/** It says back everything that it is sent, and what it knows itself. */
echo.on("request", async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  const said = { "content-type": "application/json", "x-said": String(request.headers["authorization"]) };
  response.writeHead(request.url?.includes("bad") ? 400 : 200, said);
  const isBad = request.url?.includes("bad");
  const detail = `${isBad ? "" : prompt("an output")} ${all} ${JSON.stringify(request.headers)} ${body}`;
  response.end(JSON.stringify({ detail, headers: request.headers }));
});
const all = known.map(({ text }) => text).join("; ");
const prompt = (name: string) => prompts.find((one) => one.name === name)?.text ?? "";
const password = "waltz-canary of the seven seas";
const connection = "conn-c4n4ry-T0ken-77";

let worker: Worker;
const origin = `http://${host}`;
let owner: Headers = {};
let viewer: Headers = {};
let cookie: Headers = {};
const made: { what: string; mark: string }[] = [];

async function ask(as: Headers, verb: string, path: string, body?: unknown): Promise<{ status: number; text: string; json: never }> {
  const [address = "", query = ""] = path.split("?");
  const folders = operations
    .map((operation) => operation.path)
    .filter((one) => new RegExp(`^${one.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(address));
  const folder = folders.find((one) => !one.includes("{")) ?? folders[0] ?? address;
  const names = [...folder.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const found = new RegExp(`^${folder.replaceAll(/\{\w+\}/g, "([^/]+)")}$`).exec(address) ?? [];
  const params = Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? "")]));
  const file = join(import.meta.dirname, folder.replace("/api/", "").replaceAll("{", "[").replaceAll("}", "]"), "route.ts");
  const route = (await import(file))[verb] as Route;
  const stop = new AbortController();
  const request = new Request(`http://fermata.test${address}${query && `?${query}`}`, {
    method: verb,
    headers: { ...as, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: stop.signal,
  });
  const response = await route(request, { params: Promise.resolve(params) });
  const text = await response.text();
  return { status: response.status, text, json: (text.startsWith("{") ? JSON.parse(text) : {}) as never };
}

const headOf = async (id: string) => (await runtime().store.slice({ id: "w" }, id, {}))?.execution.head;
async function until(id: string, isSo: (status: ExecutionStatus) => boolean): Promise<void> {
  for (;;) {
    const head = await headOf(id);
    if (head && isSo(head.status)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const executions: string[] = [];
const started = async (body: unknown) => {
  const { json, text } = await ask(owner, "POST", "/api/orchestrate", body);
  const { id } = json as { id?: string };
  if (!id) throw new Error(text);
  executions.push(id);
  return id;
};

beforeAll(async () => {
  runtime().sendWith(dispatchTo());
  worker = spawnWorker({ FERMATA_EGRESS_ALLOW: host, FERMATA_VAULT_KEY: vaultKey });
  await addWorkspace("w");
  await addPerson({ id: "dana", email: "dana@example.test", password: "a password of theirs", roles: { w: "owner" } });
  const token = async (role: "owner" | "viewer") => {
    const key = await createKey({ workspace: "w", name: role, role });
    if (!key.ok) throw new Error(key.refusal.because);
    made.push({ what: `the key of the ${role}`, mark: key.value.token });
    return { authorization: `Bearer ${key.value.token}` };
  };
  [owner, viewer] = [await token("owner"), await token("viewer")];
  cookie = { cookie: (await signedIn("dana")).cookie, origin: "http://fermata.test" };
  made.push({ what: "a cookie", mark: cookie["cookie"]?.split("=")[1] ?? "" });
  await worker.ready;

  // Of people and keys: what is shown once, or never.
  expect((await ask(cookie, "PUT", "/api/profile/password", { password: "a password of theirs", next: password })).status).toBe(200);
  made.push({ what: "a password", mark: password });
  const factor = await ask(cookie, "POST", "/api/profile/second-factor");
  made.push({ what: "the secret of a second factor", mark: (factor.json as { secret: string }).secret });
  const invited = await ask(owner, "POST", "/api/invitations", { email: "someone@example.test", role: "viewer" });
  made.push({ what: "a link", mark: (invited.json as { url: string }).url.split("#")[1] ?? "" });
  const key = await ask(owner, "POST", "/api/keys", { name: "k", scopes: ["execution:read"] });
  made.push({ what: "an API key", mark: (key.json as { token: string }).token });
  const body = { name: "echo", kind: "bearer", origin, secret: { token: connection } };
  expect((await ask(owner, "POST", "/api/connections", body)).status).toBe(201);
  made.push({ what: "the token of a connection", mark: connection }, { what: "the vault's key", mark: vaultKey });

  // Through everything in which people write.
  for (const { text } of known) await ask(owner, "POST", "/api/guardrails/evaluate", { text });
  await ask(owner, "POST", "/api/orchestrate/plan", { request: `${prompt("a draft")} ${all}` });
  const plan = {
    steps: [
      {
        id: "keep",
        name: `Keep ${all}`.slice(0, 190),
        tool: "flow.pass",
        params: { quiet: prompt("a parameter"), system: prompt("a system prompt") },
      },
      { id: "say", name: "Ask", tool: "http.request", params: { url: `${origin}/good`, connection: "echo" } },
      {
        id: "bad",
        name: "Ask again",
        tool: "http.request",
        params: { url: `${origin}/bad`, connection: "echo" },
        critical: false,
        retry: { maxAttempts: 1 },
      },
      ...known.map(({ text }, at) => ({ id: `p${at}`, tool: "flow.pass", params: { said: text }, critical: false })),
    ],
  };
  await ask(owner, "POST", "/api/workflows", { name: "kept", plan });
  await until(await started({ plan, title: `About ${all}`.slice(0, 190), input: { quiet: prompt("an input"), all } }), isOver);
  for (const { text } of known) await until(await started({ request: `Say hello to the bird, ${text}` }), isOver);
  const held = await started({
    plan: {
      steps: [{ id: "ask", name: "Ask a person", tool: "flow.pass", approval: "required", params: { quiet: prompt("a parameter") } }],
    },
  });
  await until(held, (status) => status === "awaiting_approval" || status === "running");
  const open = async () =>
    (await ask(owner, "GET", `/api/approvals?execution=${held}`)).json as { data: { id: string; payloadHash: string }[] };
  let waiting = await open();
  while (waiting.data.length === 0) waiting = await open();
  const [approval] = waiting.data;
  const decided = await ask(cookie, "POST", `/api/approvals/${approval?.id}/decide`, {
    decision: "edit",
    payload: { quiet: prompt("a correction") },
    payloadHash: approval?.payloadHash,
    note: all,
  });
  expect(decided.status).toBe(200);
  await until(held, isOver);
});
afterAll(async () => {
  await worker?.kill("SIGTERM");
  await closeHub();
  await runtime().close();
  echo.closeAllConnections();
  echo.close();
});

/** Where a value stands: in any column of any table of ours, as text, as bytes or as base64. */
async function whereStands(mark: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  const { rows } = await client.query<{ s: string; t: string; c: string }>(
    `select table_schema as s, table_name as t, column_name as c from information_schema.columns
     where table_schema not in ('pg_catalog', 'information_schema') order by 1, 2, 3`,
  );
  const found: string[] = [];
  const escaped = JSON.stringify(mark).slice(1, -1);
  for (const { s, t, c } of rows) {
    const { rowCount } = await client.query(
      `select 1 from "${s}"."${t}" where strpos("${c}"::text, $1) > 0 or strpos("${c}"::text, $2) > 0 or strpos("${c}"::text, $3) > 0 or strpos("${c}"::text, $4) > 0 limit 1`,
      [mark, escaped, Buffer.from(mark).toString("hex"), Buffer.from(mark).toString("base64").slice(0, -4)],
    );
    if (rowCount) found.push(`${s}.${t}.${c}`);
  }
  await client.end();
  return found;
}

test("some forty values are planted, and the search finds what does stand open", async () => {
  expect(known.length + prompts.length + made.length).toBeGreaterThanOrEqual(40);
  expect(await whereStands("Say hello to the bird")).toEqual([
    "public.execution_events.event",
    "public.executions.state",
    "public.executions.title",
  ]);
  for (const id of executions) expect(["completed", "failed"]).toContain((await headOf(id))?.status);
});

test.each([...known.map(({ name, mark }) => [name, mark]), ...prompts.map(({ name, mark }) => [name, mark])])(
  "%s stands in no column that is not sealed",
  async (_name, mark) => {
    expect(await whereStands(mark)).toEqual([]);
  },
);

test("nothing that is shown once stands in a column, whole or in its bytes", async () => {
  for (const { what, mark } of made) expect([what, await whereStands(mark)]).toEqual([what, []]);
});

test("no stream, list, figure or page of the interface tells a viewer any of them", async () => {
  const hidden = [...known, ...prompts].map(({ name, mark }) => ({ what: name, mark })).concat(made);
  const paths = operations.filter(({ method, path, allow }) => method === "get" && allow && !path.includes("{")).map(({ path }) => path);
  const texts = [];
  for (const path of paths) texts.push([path, (await ask(viewer, "GET", path)).text]);
  for (const id of executions) {
    texts.push([`the stream of ${id}`, (await ask(viewer, "GET", `/api/orchestrate/stream/${id}`)).text]);
  }
  expect(texts.length).toBeGreaterThan(50);
  const told = texts.flatMap(([where, text = ""]) =>
    hidden.flatMap(({ what, mark }) => (text.includes(mark) ? [`${where}: ${what}`] : [])),
  );
  expect(told).toEqual([]);
});

test("no problem that is answered repeats what was sent", async () => {
  const wrong: [string, string, unknown][] = [
    ["POST", "/api/connections", { name: 1, kind: connection, origin: "x y", secret: { token: 5 } }],
    ["POST", "/api/connections", { name: "x", kind: "bearer", origin: "a.example", secret: { token: `${connection}\n` } }],
    ["PUT", "/api/profile/password", { password: `${password} 2`, next: password }],
    ["POST", "/api/orchestrate", { request: { contains: all } }],
    ["POST", "/api/orchestrate", { plan: { steps: [{ id: "a", tool: "http.request", params: { url: all } }] } }],
    ["POST", "/api/password/reset", { token: connection, password }],
  ];
  for (const [verb, path, body] of wrong) {
    const { status, text } = await ask(path.includes("profile") ? cookie : owner, verb, path, body);
    expect([path, status]).toEqual([path, expect.toSatisfy((code: number) => code >= 400 && code < 500)]);
    expect([...known, ...made].filter(({ mark }) => text.includes(mark))).toEqual([]);
  }
});

test("the worker's log holds none of them", async () => {
  const log = worker.errors();
  expect([...known, ...prompts, ...made].filter(({ mark }) => log.includes(mark))).toEqual([]);
});
