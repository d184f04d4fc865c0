import { afterAll, beforeAll, expect, test } from "vitest";
import { seamNames } from "#lib/execution/seam.ts";
import { type KeptWorker, keepWorker, type Sink, startSink } from "../scripts/chaos/processes.ts";
import { type Kill, killWorker } from "../scripts/chaos/rounds.ts";
import { openWorld, type World } from "../scripts/chaos/world.ts";

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

const passed = seamNames.filter((seam) => !seam.startsWith("ask"));
const passages: Partial<Record<(typeof seamNames)[number], number>> = { "append.before": 4, "append.after": 3, "nudge.before": 2 };

test.each(passed)("a worker that dies at %s costs no effect and doubles none", async (seam) => {
  await expectOnce({ deaths: [{ seam, passage: passages[seam] ?? 1 }], scenario: { confirm: true } });
});

test.each([1, 19, 30])("a worker that dies when the log is %i long costs no effect and doubles none", async (seq) => {
  await expectOnce({ deaths: [{ seq, when: "before" }], scenario: { confirm: true } });
});

test.each(["ask.before", "ask.after"])(
  "a worker that dies again while it asks the far side (%s) neither guesses nor repeats",
  async (seam) => {
    const deaths: Kill["deaths"] = [
      { seam: "call.after", passage: 1 },
      { seam, passage: 1 },
    ];
    const { asked } = await expectOnce({ deaths, scenario: { confirm: true } });
    expect(asked).toBe(false);
  },
);

test.each(["call.before", "call.after"])(
  "where nobody can be asked, a death at %s is held for a person, and nothing is sent again before that",
  async (seam) => {
    const { asked } = await expectOnce({ deaths: [{ seam, passage: 1 }], scenario: { confirm: false } });
    expect(asked).toBe(true);
  },
);
