import pg from "pg";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { env } from "#lib/env.ts";
import type { SeamName } from "#lib/execution/seam.ts";
import { runtime } from "#lib/runtime.ts";
import { inhabit } from "../scripts/chaos/inhabit.ts";
import { type EffectRound, isWrong, killEffect, wrongOf } from "../scripts/chaos/kill-effects.ts";
import { type Kill, killWorker } from "../scripts/chaos/kill-worker.ts";
import { type KeptWorker, keepWorker, type Sink, startSink } from "../scripts/chaos/processes.ts";
import { scope } from "../scripts/chaos/scope.ts";
import { judge } from "../scripts/chaos/verdict.ts";
import { openWorld, type World } from "../scripts/chaos/world.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

// A spread; `npm run chaos` kills at every moment.
let sink: Sink;
let world: World;
let worker: KeptWorker;

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

const right = { lost: [], doubled: [], unstable: [], other: [] };

async function expectOnce(kill: Kill) {
  const round = await killWorker({ world, worker }, kill);
  expect(round).toMatchObject({ kills: kill.deaths.length, stuck: false, verdict: right });
  expect(worker.told).toEqual([]);
  return round;
}

// An admission and a settlement are appends; what is left out here differs from its neighbour by nothing durable.
const passages: [SeamName, number][] = [
  ["append.before", 4],
  ["append.after", 3],
  ["admit.after", 2],
  ["call.before", 1],
  ["call.after", 1],
  ["settle.before", 1],
  ["commit.before", 1],
  ["commit.after", 1],
  ["nudge.before", 2],
  ["nudge.after", 2],
  ["nudge.forgotten", 2],
];

test.each(passages)("a worker that dies at %s (the %i. time) costs no effect and doubles none", async (seam, passage) => {
  await expectOnce({ deaths: [{ seam, passage }], scenario: { confirm: true } });
});

test.each([1, 30])("a worker that dies when the log is %i long costs no effect and doubles none", async (seq) => {
  await expectOnce({ deaths: [{ seq, when: "before" }], scenario: { confirm: true } });
});

test("a worker that dies again while it asks the far side neither guesses nor repeats", async () => {
  const { asked } = await expectOnce({
    deaths: [
      { seam: "call.after", passage: 1 },
      { seam: "ask.before", passage: 1 },
    ],
    scenario: { confirm: true },
  });
  expect(asked).toBe(false);
});

test("where nobody can be asked, a death during the call is held for a person, and nothing is sent again before that", async () => {
  const { asked } = await expectOnce({ deaths: [{ seam: "call.after", passage: 1 }], scenario: { confirm: false } });
  expect(asked).toBe(true);
});

test("a worker whose connections are all cut lives on, loses nothing, and is woken as before", async () => {
  await worker.ready();
  const deaths = worker.deaths.length;
  const admin = new pg.Client({ connectionString: inject("cluster").adminUrl });
  await admin.connect();
  try {
    const started = await world.start({ confirm: true, delayMs: 100 });
    let cuts = 0;
    const { end, asked } = await world.follow(started, {
      patienceMs: 60_000,
      on({ head }) {
        if (cuts === 3 || head.seq < 10 * (cuts + 1)) return;
        cuts += 1;
        void admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()", [
          databaseName(),
        ]);
      },
    });
    expect({ end, cuts, asked }).toMatchObject({ end: { head: { status: "completed" } }, cuts: 3, asked: false });
    expect(await judge({ runtime: runtime(), scope, ...started, deliveries: await world.deliveries() })).toEqual(right);
    expect({ deaths: worker.deaths.length, told: worker.told }).toEqual({ deaths, told: [] });
    const began = performance.now();
    await world.follow(await world.start({ confirm: true }), { patienceMs: 60_000 });
    // Without ears it would wait for a beat, of seconds, at each of its steps.
    expect(performance.now() - began).toBeLessThan(2_500);
  } finally {
    await admin.end();
  }
});

test("kills between the intent of a call and what came of it, over a far side that keeps some answers: nothing doubled, guessed or done otherwise, and every unknown shown", async () => {
  let turn = 0;
  // The answer of every other call is kept back.
  const random = () => [0.05, 0.5, 0.5, 0.9, 0.5, 0.5][turn++ % 6] ?? 0.5;
  const rounds: EffectRound[] = [];
  for (const index of [0, 1, 2, 3, 4, 5]) rounds.push(await killEffect({ world, worker, sink }, { index, random }));
  expect(rounds.filter(isWrong).map(wrongOf)).toEqual([]);
  expect(rounds.filter(({ kills }) => kills === 1).length).toBeGreaterThanOrEqual(5);
  expect(rounds.filter(({ isUnknown }) => isUnknown).length).toBeGreaterThanOrEqual(2);
});

const databaseName = (): string => new URL(env().DATABASE_URL ?? "").pathname.slice(1);
