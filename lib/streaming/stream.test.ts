import { expect, test } from "vitest";
import { type Entry, heartbeat } from "./frames.ts";
import { readableOf, written } from "./stream.ts";

const entry = (seq: number): Entry => ({ seq, type: "step.progressed", json: `{"seq":${seq}}` });

async function* batchesOf(batches: Entry[][], before: () => void = () => {}) {
  for (const batch of batches) {
    before();
    yield batch;
  }
}

async function all(text: AsyncIterable<string>): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of text) pieces.push(piece);
  return pieces;
}

const idsOf = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

test("a quiet stream says every 15 seconds that it is still here", async () => {
  let clock = 0;
  const quiet = batchesOf(
    Array.from({ length: 60 }, () => []),
    () => {
      clock += 1_000;
    },
  );
  const pieces = await all(written(quiet, { now: () => clock, isStillAllowed: async () => true }));
  expect(pieces.filter((piece) => piece === heartbeat)).toHaveLength(4);
});

test.each([
  ["quiet", []],
  ["busy", [entry(1)]],
])("a %s stream ends within ten seconds of losing its right", async (_name, batch) => {
  let clock = 0;
  let reads = 0;
  const endless = batchesOf(
    Array.from({ length: 100 }, () => batch),
    () => {
      reads += 1;
      clock += 1_000;
    },
  );
  await all(written(endless, { now: () => clock, isStillAllowed: async () => false }));
  expect(reads).toBeLessThanOrEqual(10);
});

test("ten thousand events come whole, in order, in pieces", async () => {
  const batches = Array.from({ length: 20 }, (_, index) => Array.from({ length: 500 }, (_, at) => entry(index * 500 + at + 1)));
  const pieces = await all(written(batchesOf(batches), { now: () => 0, isStillAllowed: async () => true }));
  expect(idsOf(pieces.join(""))).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(40_000);
});

test("nothing is read for a reader that does not read", async () => {
  let reads = 0;
  const batches = batchesOf(
    Array.from({ length: 1_000 }, (_, index) => [entry(index + 1)]),
    () => {
      reads += 1;
    },
  );
  let stopped = 0;
  const stream = readableOf(written(batches, { now: () => 0, isStillAllowed: async () => true }), () => {
    stopped += 1;
  });
  const reader = stream.getReader();
  for (let taken = 0; taken < 5; taken++) await reader.read();
  expect(reads).toBeLessThan(8);
  await reader.cancel();
  expect(stopped).toBe(1);
});
