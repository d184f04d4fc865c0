import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { SeamName } from "#lib/execution/seam.ts";
import { type Kill, killWorker } from "../scripts/chaos/kill-worker.ts";
import { type KeptWorker, keepWorker, type Sink, startSink } from "../scripts/chaos/processes.ts";
import { openWorld, type World } from "../scripts/chaos/world.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

// A spread; `npm run chaos` kills at every moment.
let sink: Sink;
let world: World;
let worker: KeptWorker;

beforeAll(async () => {
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
