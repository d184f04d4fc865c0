import { spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools, executorPool } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { settleApproval } from "#lib/execution/settle-approval.ts";
import { startExecution } from "#lib/execution/start-execution.ts";
import { isOver } from "#lib/execution/state.ts";
import { runtime } from "#lib/runtime.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { signatureOf } from "./embedded/sign.sdk.ts";
import { type Standalone, startStandalone } from "./embedded/standalone.ts";

const scope: Workspace = { id: "ws_distributed" };
const actor: Actor = { kind: "system", id: "test", name: "Test" };
const signed = { signingKey: "signkey-test-a1a1a1a1a1a1a1a1", eventKey: "event-key" };
const errors: string[] = [];
let standalone: Standalone;
let web: Awaited<ReturnType<typeof spawnWeb>>;

/** Both must know the other's address before either listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function spawnWeb(port: number) {
  const { DATABASE_URL, NEXTAUTH_SECRET, FERMATA_HOME } = env();
  const child = spawn(process.execPath, ["--conditions=react-server", "inngest/web.testing.ts"], {
    cwd: `${import.meta.dirname}/..`,
    env: {
      DATABASE_URL,
      NEXTAUTH_SECRET,
      FERMATA_HOME,
      INNGEST_BASE_URL: `http://127.0.0.1:${port}`,
      INNGEST_SIGNING_KEY: signed.signingKey,
      INNGEST_EVENT_KEY: signed.eventKey,
    } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said = (said + String(chunk)).slice(-10_000);
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("message", (message) => resolve((message as { url: string }).url));
    child.once("exit", (code) => reject(new Error(`the web ended with ${code}: ${said}`)));
  });
  return { child, url };
}

beforeAll(async () => {
  // The nudges stay in the outbox: in this form the web process sweeps it and sends them to Inngest.
  runtime().sendWith({ send: () => Promise.reject(new Error("this process sends nothing")) });
  const port = await freePort();
  web = await spawnWeb(port);
  standalone = await startStandalone({
    pool: executorPool(),
    app: web.url,
    port,
    signed,
    onError: (error, { message }) => errors.push(`${message}: ${error instanceof Error ? error.message : String(error)}`),
  });
  await standalone.synced;
});

afterAll(async () => {
  await standalone?.stop();
  web?.child.kill("SIGKILL");
  await runtime().close();
  await closePools();
});

async function start(steps: object[]): Promise<string> {
  const started = await startExecution(runtime(), { workspace: scope, actor, command: { plan: { steps } } });
  if (!started.ok) throw new Error(started.refusal.because);
  return started.value.id;
}

async function until<T>(id: string, look: (slice: NonNullable<Awaited<ReturnType<typeof sliceOf>>>) => T | undefined): Promise<T> {
  for (;;) {
    const slice = await sliceOf(id);
    const seen = slice ? look(slice) : undefined;
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const sliceOf = (id: string) => runtime().store.slice(scope, id, { open: true });

test("through the signed door: a chain, a fan, a wait, an approval and the end, with an Inngest server outside of the product", async () => {
  const id = await start([
    { id: "first", tool: "flow.pass", params: { n: 1 } },
    ...Array.from({ length: 12 }, (_, n) => ({ id: `fan${n}`, tool: "flow.pass", params: { n }, dependsOn: ["first"] })),
    { id: "wait", tool: "flow.wait", params: { minutes: 0.01 }, dependsOn: ["first"] },
    { id: "sure", tool: "flow.pass", approval: "required", dependsOn: ["wait", "fan0"] },
    { id: "last", tool: "flow.pass", dependsOn: ["sure", ...Array.from({ length: 12 }, (_, n) => `fan${n}`)] },
  ]);
  const approval = await until(id, ({ execution }) => Object.values(execution.approvals).find(({ status }) => status === "open"));
  const decided = await settleApproval(runtime(), {
    workspace: scope,
    actor,
    id: approval.id,
    command: { decision: "approve", payloadHash: approval.payloadHash },
  });
  expect(decided.ok).toBe(true);
  const head = await until(id, ({ execution }) => (isOver(execution.head.status) ? execution.head : undefined));
  expect(head).toMatchObject({ status: "completed", counts: { completed: 16 } });
  const { rows } = await executorPool().query<{ status: string; n: number }>(
    "select status, count(*)::int as n from executor.run group by status order by status",
  );
  expect(rows.map(({ status }) => status)).not.toContain("failed");
  expect(errors).toEqual([]);
}, 60_000);

test("whoever does not sign, signs with another key, or comes late, is refused, and nothing runs", async () => {
  const body = {
    event: { name: "execution/requested", data: {} },
    events: [],
    steps: {},
    ctx: { run_id: "r", attempt: 0, stack: { stack: [], current: 0 } },
  };
  const post = (headers: Record<string, string>, method = "POST") =>
    fetch(`${web.url}?fnId=fermata-reconcile&stepId=step`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(method === "POST" && { body: JSON.stringify(body) }),
    });
  const now = Date.now();
  const other = "signkey-test-b2b2b2b2b2b2b2b2";
  for (const headers of [
    {},
    { "x-inngest-signature": signatureOf(body, other, now) },
    { "x-inngest-signature": signatureOf(body, signed.signingKey, now - 6 * 60_000) },
    { "x-inngest-signature": "t=1&s=1" },
    { "x-inngest-server-kind": "dev" },
  ] as Record<string, string>[])
    expect((await post(headers)).status, JSON.stringify(headers)).toBe(401);
  expect((await post({}, "DELETE")).status).toBe(405);
  const told = await (await post({}, "GET")).text();
  expect(told).not.toContain("a1a1a1a1");
});
