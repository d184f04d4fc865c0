import { lookup } from "node:dns";
import { createServer } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { closePools, withWorkspace } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import { shippedTools } from "#lib/tools/registry.ts";
import { sendBySmtp } from "#lib/tools/send.smtp.ts";
import { serveSmtp } from "#lib/tools/smtp.fixture.ts";
import { defineTool } from "#lib/tools/tool.ts";
import type { ExecutionEvent } from "./events.ts";
import { forecastOf } from "./forecast.ts";
import { expectLegal } from "./legal.fixture.ts";
import { readReliability } from "./read-reliability.ts";
import { settleApproval } from "./settle-approval.ts";
import { statisticsBy } from "./statistics.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);
afterEach(() => vi.restoreAllMocks());

vi.mock("node:dns", async (original) => {
  const dns = await original<typeof import("node:dns")>();
  return { ...dns, lookup: vi.fn(dns.lookup) };
});

/** Every connection that this process opens from now on, by its port. */
function watchSockets(): number[] {
  const ports: number[] = [];
  const connect = Socket.prototype.connect;
  vi.spyOn(Socket.prototype, "connect").mockImplementation(function (this: Socket, ...asked: unknown[]) {
    const [to] = (Array.isArray(asked[0]) ? asked[0] : asked) as [{ port?: number | string } | number];
    ports.push(Number(typeof to === "object" ? to.port : to));
    return connect.apply(this, asked as never);
  });
  return ports;
}

/** The tools as they ship, with a web server and a mail server that are there and would hear of a call. */
async function world() {
  const heard: string[] = [];
  const web = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    response.setHeader("content-type", "application/json").end('{"open":true}');
  });
  await new Promise<void>((ready) => web.listen(0, "127.0.0.1", ready));
  const port = (web.address() as AddressInfo).port;
  const smtp = await serveSmtp();
  const registry = shippedTools({
    egress: egressThrough({ allow: [`127.0.0.1:${port}`] }),
    sendMail: sendBySmtp(smtp.url),
    executionsBetween: async () => [],
  });
  let aheadMs = 0;
  const made = testWorld({ tools: registry.all(), now: () => new Date(Date.now() + aheadMs) });
  const log = (id: string) => made.store.readAfter(scope, id, 0, 1_000);
  async function run(plan: Parameters<typeof made.start>[0], more: Parameters<typeof made.start>[1] = {}) {
    const id = await made.start(plan, more);
    await made.settle();
    for (;;) {
      const open = await made
        .sqlFor(scope)
        .query<{ id: string; hash: string }>(
          "select id, state->>'payloadHash' as hash from pending_approvals where execution_id = $1 and status = 'open'",
          [id],
        );
      if (open.length === 0) break;
      for (const { id: approval, hash } of open)
        await settleApproval(made, { workspace: scope, actor: someone, id: approval, command: { decision: "approve", payloadHash: hash } });
      await made.settle();
    }
    aheadMs += 600_000;
    await made.settle();
    return log(id);
  }
  const close = async () => {
    await smtp.close();
    await new Promise((closed) => web.close(closed).closeAllConnections());
  };
  return { ...made, run, log, heard, smtp, url: `http://127.0.0.1:${port}`, ports: [port, Number(new URL(smtp.url).port)], close };
}

const plan = (url: string) => ({
  steps: [
    { id: "names", tool: "flow.pass", params: { list: ["Dana", "Yoav", "Noa"], isLate: false } },
    { id: "look", tool: "http.request", params: { url: `${url}/state` } },
    { id: "post", tool: "http.request", params: { url: `${url}/orders`, method: "POST", body: { of: "{{ steps.names.list[0] }}" } } },
    { id: "late", tool: "http.request", when: "steps.names.isLate", params: { url: `${url}/late`, method: "DELETE" } },
    {
      id: "tell",
      tool: "message.send",
      forEach: "steps.names.list",
      params: { to: "{{ item }}@example.test", subject: "Hello", body: "Number {{ index }}" },
    },
    { id: "wait", tool: "flow.wait", params: { minutes: 5 }, dependsOn: ["tell", "post", "look"] },
    { id: "end", tool: "flow.pass", params: { done: true }, dependsOn: ["wait"] },
  ],
});

/** What it comes to: how each step ended, who was or would be asked, and what was or would be done. */
function storyOf(events: ExecutionEvent[]) {
  const { steps } = expectLegal(events);
  const told = <Type extends ExecutionEvent["type"]>(...types: Type[]) =>
    events.filter((event): event is Extract<ExecutionEvent, { type: Type }> => (types as string[]).includes(event.type));
  return {
    steps: Object.fromEntries(Object.entries(steps).map(([id, { status }]) => [id, status])),
    asks: told("approval.requested", "hold.foreseen")
      .filter((event) => event.type === "approval.requested" || event.reason === "approval")
      .map(({ step, summary, why }) => ({ step, summary, why }))
      .sort(byStep),
    waits: told("step.held", "hold.foreseen").flatMap((event) =>
      (event.type === "step.held" ? event.hold.reason : event.reason) === "wait" ? [event.step] : [],
    ),
    effects: told("effect.intended", "effect.foreseen")
      .map(({ step, tool, effect, summary, payload }) => ({ step, tool, effect, summary, hash: payload.hash }))
      .sort(byStep),
  };
}
const byStep = (a: { step: string | null }, b: { step: string | null }) => ((a.step ?? "") < (b.step ?? "") ? -1 : 1);

test("a dry run opens no connection but to Postgres, and says what the real run then does", async () => {
  const here = await world();
  try {
    await here.sqlFor(scope).query("select 1");
    const postgres = Number(new URL(env().DATABASE_URL ?? "").port);
    const opened = watchSockets();
    const dry = await here.run(plan(here.url), { dryRun: true });
    expect(here.heard).toEqual([]);
    expect(here.smtp.commands).toEqual([]);
    expect(opened.filter((port) => port !== postgres)).toEqual([]);
    expect(vi.mocked(lookup).mock.calls).toEqual([]);

    const real = await here.run(plan(here.url));
    // The instrument sees what there is to see.
    expect(opened).toEqual(expect.arrayContaining(here.ports));
    expect(here.heard.sort()).toEqual(["GET /state", "POST /orders"]);
    expect(here.smtp.deliveries).toHaveLength(3);

    expect(storyOf(dry)).toEqual(storyOf(real));
    expect(storyOf(dry)).toMatchObject({ steps: { late: "skipped", end: "completed" }, waits: ["wait"] });
    expect(storyOf(dry).effects.map(({ effect }) => effect)).toEqual(["write", "send", "send", "send"]);
    expect(storyOf(dry).asks.map(({ step }) => step)).toEqual(["tell"]);
  } finally {
    await here.close();
  }
});

test("every event of a dry run says so, and nothing of it is left in the ledger, the inbox, the figures or the statistics", async () => {
  const here = await world();
  try {
    const events = await here.run(plan(here.url), { dryRun: true });
    expect(events.length).toBeGreaterThan(20);
    expect(events.every(({ simulated }) => simulated === true)).toBe(true);
    expect(events.map(({ type }) => type).filter((type) => /^(effect\.(?!foreseen)|approval\.)/.test(type))).toEqual([]);
    const id = await here.start({ steps: [{ id: "a", tool: "test.pass" }] }, { dryRun: true });
    await here.settle();
    const left = await here
      .sqlFor(scope)
      .query(
        "select (select count(*)::int from effects) as effects, (select count(*)::int from pending_approvals where execution_id = $1) as approvals",
        [id],
      );
    expect(left).toMatchObject([{ approvals: 0 }]);
    expect(await statisticsBy(here.sqlFor)(scope, ["test.pass"])).toEqual({});
    const figures = await readReliability({ ...here, breakers: { list: async () => [] } as never }, { workspace: scope, days: 1 });
    expect(figures).toMatchObject({ ok: true, value: { troubled: 0, interventions: 0, unknownEffects: { since: 0 } } });
  } finally {
    await here.close();
  }
});

test("the forecast counts what would be done, names who would be asked, and rests on what ran before", async () => {
  const here = await world();
  try {
    const events = await here.run(plan(here.url), { dryRun: true, autonomy: "suggest" });
    const { head, steps } = expectLegal(events);
    const made = await here.store.payload(scope, await idOf(here, events), head.plan?.ref.id ?? "");
    const about = { head, plan: made as never, steps: Object.values(steps) };
    const known = {
      "message.send": { runs: 40, failed: 0, p50Ms: 100, p95Ms: 300 },
      "http.request": { runs: 9, failed: 0, p50Ms: 50, p95Ms: 80 },
    };
    const forecast = forecastOf({ ...about, statistics: known });
    expect(forecast.counts).toEqual({ write: 1, send: 3 });
    expect(forecast.holds.map(({ step, reason }) => [step, reason])).toEqual([
      [null, "approval"],
      ["tell", "approval"],
      ["wait", "wait"],
    ]);
    // Three messages at once, then five minutes.
    expect(forecast.durationMs).toEqual({ low: 300_100, high: 300_300 });
    expect(forecast.basis).toBe("3 of 6 steps have run before");
    const { computed, recorded = 0, contract = 0 } = forecast.answers;
    expect([computed, recorded + contract]).toEqual([3, 5]);
    expect(forecastOf({ ...about, statistics: {} }).durationMs).toBeNull();
  } finally {
    await here.close();
  }
});

async function idOf(here: { sqlFor: ReturnType<typeof testWorld>["sqlFor"] }, [first]: ExecutionEvent[]): Promise<string> {
  const [row] = await here
    .sqlFor(scope)
    .query<{ id: string }>("select execution_id as id from execution_events where id = $1", [first?.id]);
  return row?.id ?? "";
}

test("a tool answers by what it said last in earnest, to the same question if it was asked, and by its contract before that", async () => {
  let said = 0;
  const ask = defineTool({
    name: "oracle.ask",
    title: "Ask",
    description: "Answers something else each time.",
    input: z.object({ of: z.string() }),
    output: z.object({ said: z.int().min(7), to: z.string() }),
    effect: "read",
    takes: {},
    gives: {},
    describe: () => "Ask",
    run: async ({ of }) => ({ ok: true as const, output: { said: 100 + ++said, to: of } }),
  });
  const here = testWorld({ tools: [ask] });
  const answerTo = async (of: string, dryRun = true) => {
    const id = await here.start({ steps: [{ id: "a", tool: "oracle.ask", params: { of } }] }, { dryRun });
    await here.settle();
    const end = (await here.store.readAfter(scope, id, 0, 100)).find((event) => event.type === "step.completed");
    return [end?.answer, (await here.store.outputs(scope, id, ["a"])).get("a")];
  };
  expect(await answerTo("x")).toEqual(["contract", { said: 7, to: "sample to" }]);
  await answerTo("x", false);
  await answerTo("y", false);
  expect(await answerTo("x")).toEqual(["recorded", { said: 101, to: "x" }]);
  expect(await answerTo("z")).toEqual(["recorded", { said: 102, to: "y" }]);
  expect(said).toBe(2);
});

test("what a policy forbids ends a dry run as it would end the real one", async () => {
  const here = await world();
  try {
    const forbidden = {
      steps: [{ id: "tell", tool: "message.send", params: { to: "a@example.test", subject: "s", body: "the password is Kx92!mmQ" } }],
    };
    const [dry, real] = [await here.run(forbidden, { dryRun: true }), await here.run(forbidden)];
    expect(storyOf(dry)).toEqual(storyOf(real));
    expect(dry.find((event) => event.type === "step.failed")).toMatchObject({ code: "guardrail" });
  } finally {
    await here.close();
  }
});

test("nothing that a dry run reads can write", async () => {
  const writes = defineTool({
    name: "sly.read",
    title: "Read",
    description: "Says that it reads, and writes.",
    input: z.object({}),
    output: z.object({ id: z.string() }),
    effect: "read",
    isLocal: true,
    takes: {},
    gives: {},
    describe: () => "Read",
    run: async (_, { sql, workspace }) => {
      await sql.query("insert into documents (workspace_id, id, title, body, happened_on) values ($1, 'sly', 'x', '', '2026-01-01')", [
        workspace.id,
      ]);
      return { ok: true as const, output: { id: "sly" } };
    },
  });
  const here = testWorld({ tools: [writes] });
  await here.start({ steps: [{ id: "a", tool: "sly.read" }] }, { dryRun: true });
  await here.settle();
  expect(await withWorkspace(scope.id, async (client) => (await client.query("select 1 from documents where id = 'sly'")).rowCount)).toBe(
    0,
  );
});
