import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { env } from "#lib/env.ts";
import { controlExecution } from "#lib/execution/control-execution.ts";
import type { ExecutionEvent } from "#lib/execution/events.ts";
import { expectLegal } from "#lib/execution/legal.fixture.ts";
import type { SeamName } from "#lib/execution/seam.ts";
import { startExecution } from "#lib/execution/start-execution.ts";
import { type Execution, isOver } from "#lib/execution/state.ts";
import { runtime } from "#lib/runtime.ts";
import { inhabit } from "../scripts/chaos/inhabit.ts";
import { type KeptWorker, keepWorker, type Sink, startSink } from "../scripts/chaos/processes.ts";
import { person, scope } from "../scripts/chaos/scope.ts";
import { judge } from "../scripts/chaos/verdict.ts";
import { openWorld, type World } from "../scripts/chaos/world.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** The only worker dies while an execution is paused, cancelled, or goes through a list. */
let sink: Sink;
let world: World;
let worker: KeptWorker;
const patienceMs = 60_000;

beforeAll(async () => {
  await inhabit(env().DATABASE_URL);
  sink = await startSink();
  world = openWorld(sink);
  worker = keepWorker({ env: { FERMATA_EGRESS_ALLOW: sink.host } });
  await worker.ready();
});

afterAll(async () => {
  await worker.stop();
  await world.close();
  await sink.stop();
});

const control = (id: string, action: "pause" | "resume" | "cancel") =>
  controlExecution(runtime(), { workspace: scope, actor: person, id, action });
const log = (id: string) => runtime().store.readAfter(scope, id, 0, 100_000);
const countOf = (events: ExecutionEvent[], type: string) => events.filter((event) => event.type === type).length;

/** Reads until the execution is as it should be, answering what is asked. */
async function until(id: string, is: (now: Execution) => boolean): Promise<Execution> {
  for (const since = performance.now(); performance.now() - since < patienceMs; ) {
    const now = await world.look(id);
    if (is(now)) return now;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`it never comes to that: ${JSON.stringify((await world.look(id)).head)}`);
}

/** Kills the worker and waits for the next one. */
async function die(): Promise<void> {
  const before = worker.deaths.length;
  worker.kill();
  await vi.waitFor(() => expect(worker.deaths.length).toBe(before + 1), { timeout: 10_000, interval: 5 });
  await worker.ready();
}

test.each([
  ["while a call is under way", 400],
  ["when nothing is", 5],
])("a pause outlives the worker that dies in it %s, and a resume goes on where it was", async (_, delayMs) => {
  const started = await world.start({ confirm: true, delayMs });
  const isCalled = ({ steps }: Execution) => steps["post"]?.status === "running" || steps["post"]?.status === "completed";
  await until(started.id, isCalled);
  expect((await control(started.id, "pause")).ok).toBe(true);
  await die();
  const paused = await until(started.id, ({ head }) => head.running === 0);
  expect(paused.head.status).toBe("paused");
  // The one after the call is held, by the pause and by nobody else; nothing begins.
  const events = await log(started.id);
  const since = events.findIndex(({ type }) => type === "execution.paused");
  expect(events.slice(since).filter((event) => event.type === "step.started" && !event.recovered)).toEqual([]);
  expect((await control(started.id, "resume")).ok).toBe(true);
  const { end } = await world.follow(started, { patienceMs });
  expect(end).toMatchObject({ head: { status: "completed" } });
  expect(await judge({ runtime: runtime(), scope, ...started, deliveries: await world.deliveries() })).toEqual({
    lost: [],
    doubled: [],
    unstable: [],
    other: [],
  });
  expectLegal(await log(started.id));
});

test("a cancel outlives the worker that dies with a call under way: nothing begins after it, and the call's effect is accounted for", async () => {
  const started = await world.start({ confirm: true, delayMs: 600 });
  await until(started.id, ({ steps }) => steps["post"]?.status === "running");
  await vi.waitFor(async () => expect((await world.deliveries()).filter(({ name }) => name === started.tag)).toHaveLength(1));
  expect((await control(started.id, "cancel")).ok).toBe(true);
  await die();
  const over = await until(started.id, ({ head }) => isOver(head.status));
  expect(over.head.status).toBe("cancelled");
  const events = await log(started.id);
  expectLegal(events);
  const since = events.findIndex(({ type }) => type === "execution.halted");
  expect(countOf(events.slice(since), "step.started")).toBe(0);
  expect(countOf(events, "execution.cancelled")).toBe(1);
  // It arrived, and nobody heard its answer: that is said, and it is not sent again.
  expect(Object.values(over.effects).filter(({ step }) => step === "post")).toMatchObject([{ status: "unknown" }]);
  expect((await world.deliveries()).filter(({ name }) => name === started.tag)).toHaveLength(1);
});

const items = 12;
const moments: [SeamName, number][] = [
  ["append.before", 6],
  ["append.after", 8],
  ["call.before", 4],
  ["call.after", 5],
  ["settle.after", 3],
];

test.each(moments)("a list goes on after a worker that died in it at %s (the %i. time): each item once", async (seam, passage) => {
  await worker.ready();
  await worker.arm([{ seam, passage }]);
  const before = worker.deaths.length;
  const tag = `t${randomBytes(6).toString("hex")}`;
  const started = await startExecution(runtime(), {
    workspace: scope,
    actor: person,
    command: {
      concurrency: 3,
      plan: {
        steps: [
          {
            id: "each",
            tool: "http.request",
            forEach: JSON.stringify(Array.from({ length: items }, (_, index) => index)),
            params: {
              url: `${sink.url}/effects/${tag}-{{ item }}?delay=5`,
              method: "POST",
              body: { item: "{{ item }}" },
              confirm: { url: `${sink.url}/effects/{key}` },
            },
          },
          { id: "after", tool: "flow.pass", params: { all: "{{ steps.each }}" }, dependsOn: ["each"] },
        ],
      },
    },
  });
  if (!started.ok) throw new Error(started.refusal.because);
  const { end, asked } = await world.follow({ id: started.value.id, tag }, { patienceMs });
  expect(worker.deaths.length - before).toBe(1);
  expect({ end, asked }).toMatchObject({ end: { head: { status: "completed" } }, asked: false });
  const arrived = (await world.deliveries()).filter(({ name }) => name.startsWith(`${tag}-`));
  expect(arrived.map(({ name }) => name).sort()).toEqual(Array.from({ length: items }, (_, index) => `${tag}-${index}`).sort());
  expect(new Set(arrived.map(({ key }) => key)).size).toBe(items);
  const events = await log(started.value.id);
  expect(expectLegal(events).steps["each"]?.iterations).toEqual({ total: items, settled: items, failed: 0 });
});

test("nobody ended a worker but these tests", () => {
  expect(worker.told).toEqual([]);
});
