import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { postgresBreakers } from "#lib/safety/breakers.postgres.ts";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import { httpRequest } from "#lib/tools/http-request.ts";
import { relativeLink } from "#lib/tools/links.ts";
import { messageSend } from "#lib/tools/message-send.ts";
import { sendBySmtp } from "#lib/tools/send.smtp.ts";
import { serveSmtp } from "#lib/tools/smtp.fixture.ts";
import type { ExecutionEvent } from "./events.ts";
import { type FaultCase, faultCases, faultStep, faultyServer } from "./faults.fixture.ts";
import { expectLegal } from "./legal.fixture.ts";
import { isHeld, isOver } from "./state.ts";
import { turnBreaker } from "./turn-breaker.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

type World = ReturnType<typeof testWorld>;
const readLog = (world: World, id: string) => world.store.readAfter(scope, id, 0, 1_000);

/** Delivers what is due until nothing moves any more, in real time. */
async function playToTheEnd(world: World, ids: string[]): Promise<Map<string, ExecutionEvent[]>> {
  const logs = new Map<string, ExecutionEvent[]>();
  for (const began = Date.now(); Date.now() - began < 60_000 && logs.size < ids.length; ) {
    await world.settle({ atOnce: 64 });
    for (const id of ids.filter((one) => !logs.has(one))) {
      const slice = await world.store.slice(scope, id, {});
      const { head } = slice?.execution ?? {};
      if (head && (isOver(head.status) || isHeld(head))) logs.set(id, await readLog(world, id));
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return logs;
}

function planFor(host: string, one: FaultCase, canBeAsked = true) {
  return {
    steps: [
      { id: "before", tool: "test.pass" },
      { id: "call", dependsOn: ["before"], ...faultStep(host, one, canBeAsked) } as { id: string; tool: string },
      { id: "after", tool: "test.pass", dependsOn: ["call"] },
    ],
  };
}

async function start(world: World, host: string, cases: FaultCase[], canBeAsked = true): Promise<Map<string, FaultCase>> {
  const started = new Map<string, FaultCase>();
  for (const one of cases) started.set(await world.start(planFor(host, one, canBeAsked), { autonomy: "run" }), one);
  return started;
}

const countOf = (events: ExecutionEvent[], type: string, step: string) =>
  events.filter((event) => event.type === type && event.step === step).length;

function expectStory(events: ExecutionEvent[], says: string): void {
  const told = events.filter(
    (event) =>
      (event.type === "recovery.tried" && event.outcome === "recovered") ||
      (event.type === "effect.done" && event.proof?.includes("asked by the key")),
  );
  expect(told.length, `${says} has its story`).toBeGreaterThan(0);
}

test("injected faults on reads and on effects that can be asked are recovered without a person", { timeout: 120_000 }, async () => {
  const cases = faultCases(8);
  expect(cases.length).toBeGreaterThanOrEqual(200);
  const server = await faultyServer(cases);
  const world = testWorld({ tools: [httpRequest(egressThrough({ allow: [server.host] }))] });
  const started = await start(world, server.host, cases);
  const logs = await playToTheEnd(world, [...started.keys()]);
  const times: number[] = [];
  const lost: string[] = [];
  for (const [id, one] of started) {
    const says = `${one.fault} ×${one.times}, ${one.calls}${one.after ? ", after it was done" : ""}`;
    const events = logs.get(id) ?? [];
    const { head } = expectLegal(events);
    if (head.status !== "completed") {
      lost.push(`${says}: ${head.status} ${head.because ?? ""}`);
      continue;
    }
    times.push(Date.parse(head.endedAt ?? "") - Date.parse(head.startedAt ?? ""));
    expect(countOf(events, "step.started", "before"), `${says}: what was done is not done again`).toBe(1);
    expectStory(events, says);
  }
  const writes = cases.filter(({ calls }) => calls === "writes").length;
  times.sort((a, b) => a - b);
  const p95 = times[Math.floor(times.length * 0.95)] ?? Number.POSITIVE_INFINITY;
  const share = times.length / cases.length;
  process.stdout.write(
    `${cases.length} faults: ${(share * 100).toFixed(1)}% recovered without a person, p95 ${(p95 / 1_000).toFixed(1)} s ${[...new Set(lost)].join("; ")}\n`,
  );
  await server.close();
  expect(share).toBeGreaterThanOrEqual(0.98);
  expect(p95).toBeLessThan(30_000);
  expect([...server.done.values()].filter((times_) => times_ === 1)).toHaveLength(writes);
});

test("the same holds while connections to the database are lost", { timeout: 120_000 }, async () => {
  const cases = faultCases(2);
  const server = await faultyServer(cases);
  const world = testWorld({ tools: [httpRequest(egressThrough({ allow: [server.host] }))] });
  const started = await start(world, server.host, cases);
  const owner = new pg.Client({ connectionString: env().DATABASE_URL });
  await owner.connect();
  let cut = 0;
  const cutting = setInterval(() => {
    owner
      .query(
        "select count(pg_terminate_backend(pid))::int as n from pg_stat_activity where datname = current_database() and usename = 'fermata_app'",
      )
      .then(
        ({ rows }) => {
          cut += rows[0].n;
        },
        () => {},
      );
  }, 1_500);
  const logs = await playToTheEnd(world, [...started.keys()]);
  clearInterval(cutting);
  await owner.end();
  await server.close();
  expect(cut).toBeGreaterThan(0);
  const ended = [...started.keys()].map((id) => expectLegal(logs.get(id) ?? []).head.status);
  const share = ended.filter((status) => status === "completed").length / cases.length;
  process.stdout.write(`${cases.length} faults and ${cut} lost connections: ${(share * 100).toFixed(1)}% recovered without a person\n`);
  expect(share).toBeGreaterThanOrEqual(0.98);
  expect([...server.done.values()]).toHaveLength(cases.filter(({ calls }) => calls === "writes").length);
});

test("effects that cannot be asked end as unknown, each one shown, and are never called again", { timeout: 60_000 }, async () => {
  const cases = faultCases(1).filter(({ calls, after }) => calls === "writes" && after);
  const server = await faultyServer(cases);
  const world = testWorld({ tools: [httpRequest(egressThrough({ allow: [server.host] }))] });
  const started = await start(world, server.host, cases, false);
  const logs = await playToTheEnd(world, [...started.keys()]);
  for (const [id, one] of started) {
    const { steps, effects, approvals } = expectLegal(logs.get(id) ?? []);
    expect(steps["call"]?.status, one.fault).toBe("held");
    expect(Object.values(effects), one.fault).toMatchObject([{ status: "unknown" }]);
    expect(Object.values(approvals), one.fault).toMatchObject([{ kind: "unknown_effect", status: "open" }]);
    expect(server.calls.get(one.id), one.fault).toBe(1);
  }
  await server.close();
});

test("a component that fails for many at once is left alone, and all of them come through once it is well", {
  timeout: 120_000,
}, async () => {
  const cases = Array.from(
    { length: 40 },
    (_, n): FaultCase => ({
      id: `n${n}`,
      fault: "says 500",
      times: n < 6 ? 1 : 0,
      calls: "reads",
      after: false,
    }),
  );
  const server = await faultyServer(cases);
  const breakers = postgresBreakers({ now: () => performance.now(), policy: { threshold: 5, openSeconds: 600, probeSeconds: 60 } });
  const world = testWorld({ breakers, tools: [httpRequest(egressThrough({ allow: [server.host] }))] });
  const callsSoFar = () => [...server.calls.values()].reduce((sum, n) => sum + n, 0);
  const first = await start(world, server.host, cases.slice(0, 6));
  await expect
    .poll(() => world.settle({ atOnce: 64 }).then(() => breakers.list(scope)), { timeout: 20_000 })
    .toMatchObject([{ component: `http:${server.host}`, state: "open" }]);
  // This process may know for a second that all is well; then nobody calls any more.
  await expect.poll(() => breakers.enter(scope, `http:${server.host}`), { timeout: 5_000 }).toMatchObject({ passes: false });
  const before = callsSoFar();
  const rest = await start(world, server.host, cases.slice(6));
  await world.settle({ atOnce: 64 });
  expect(callsSoFar()).toBe(before);
  const closed = await turnBreaker(
    { ...world, breakers },
    { workspace: scope, actor: someone, command: { component: `http:${server.host}`, state: "closed" } },
  );
  expect(closed.ok && closed.value.released).toBeGreaterThanOrEqual(34);
  const logs = await playToTheEnd(world, [...first.keys(), ...rest.keys()]);
  for (const events of logs.values()) expect(expectLegal(events).head.status).toBe("completed");
  expect(logs.size).toBe(40);
  await server.close();
});

type MailFault = { says: string; script: (turn: () => boolean) => Parameters<typeof serveSmtp>[0] };

/** What a mail server does wrong for its first turns, before it has taken anything. */
const mailFaults: MailFault[] = [
  {
    says: "puts off the recipient",
    script: (turn) => ({ reply: (line) => (/^RCPT/i.test(line) && turn() ? "451 try later" : undefined) }),
  },
  { says: "is too busy", script: (turn) => ({ reply: (line) => (/^MAIL/i.test(line) && turn() ? "421 too busy" : undefined) }) },
  { says: "hangs up at the greeting", script: (turn) => ({ reply: (line) => (/^EHLO/i.test(line) && turn() ? "drop" : undefined) }) },
  { says: "hangs up at the sender", script: (turn) => ({ reply: (line) => (/^MAIL/i.test(line) && turn() ? "drop" : undefined) }) },
  { says: "puts off the text", script: (turn) => ({ accept: () => (turn() ? "452 no room" : "250 taken") }) },
];

function turns(times: number): () => boolean {
  let left = times;
  return () => {
    left -= 1;
    return left >= 0;
  };
}

test.each(mailFaults)("a mail server that $says for a while gets each mail once", { timeout: 60_000 }, async ({ script }) => {
  const server = await serveSmtp(script(turns(2)));
  const tool = messageSend({ linkTo: relativeLink, mailFrom: "office@demo.example", sendMail: sendBySmtp(server.url) });
  const world = testWorld({ tools: [tool] });
  const send = { id: "call", tool: "message.send", params: { to: "yoav@example.test", subject: "Report", body: "Hello" } };
  const id = await world.start({ steps: [send] }, { autonomy: "run" });
  const events = (await playToTheEnd(world, [id])).get(id) ?? [];
  const { head, effects } = expectLegal(events);
  expect(head.status).toBe("completed");
  expect(Object.values(effects)).toMatchObject([{ status: "done" }]);
  expectStory(events, "a mail");
  const taken = server.deliveries.filter(({ to }) => to.includes("yoav@example.test"));
  expect(taken.length - (mailFaults.at(-1)?.script === script ? 2 : 0)).toBe(1);
  await server.close();
});

test("a mail whose server hangs up after the text is unknown, shown, and not sent again", { timeout: 60_000 }, async () => {
  const server = await serveSmtp({ accept: () => "drop" });
  const tool = messageSend({ linkTo: relativeLink, mailFrom: "office@demo.example", sendMail: sendBySmtp(server.url) });
  const world = testWorld({ tools: [tool] });
  const send = { id: "call", tool: "message.send", params: { to: "yoav@example.test", subject: "Report", body: "Hello" } };
  const id = await world.start(
    { steps: [{ ...send, fallbacks: [{ type: "parameter-adjustment", params: { subject: "Again" } }] }] },
    { autonomy: "run" },
  );
  const { steps, effects } = expectLegal((await playToTheEnd(world, [id])).get(id) ?? []);
  expect(steps["call"]?.status).toBe("held");
  expect(Object.values(effects)).toMatchObject([{ status: "unknown" }]);
  expect(server.deliveries).toHaveLength(1);
  await server.close();
});
