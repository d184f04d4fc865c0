import fc from "fast-check";
import { expect, test } from "vitest";
import { batchSize, tail } from "./tail.ts";

type Entry = { seq: number };
const log = (length: number): Entry[] => Array.from({ length }, (_, index) => ({ seq: index + 1 }));

async function read(deps: Parameters<typeof tail<Entry>>[0], from: number): Promise<number[]> {
  const seen: number[] = [];
  for await (const batch of tail(deps, from)) seen.push(...batch.map(({ seq }) => seq));
  return seen;
}

test("wherever a reader is cut, and however raggedly the log is read, resuming gives no gap and no double", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 120 }),
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 30 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      async (length, growth, cuts, luck) => {
        let written = 0;
        let turn = 0;
        const chance = () => luck.next().value ?? 0;
        // The log grows with each read, which gives some of what is there: too few, some twice, some with a hole.
        const readAfter = async (seq: number) => {
          written = Math.min(length, written + (growth[turn++ % growth.length] ?? 0) + (turn > 200 ? 5 : 0));
          const rest = log(written).slice(Math.max(0, seq - (chance() % 3)));
          const some = rest.slice(0, 1 + (chance() % 8));
          const hole = chance() % 10;
          return some.filter((_, index) => index !== hole).flatMap((entry) => (chance() % 5 === 0 ? [entry, entry] : [entry]));
        };
        const deps = { readAfter, isOver: ({ seq }: Entry) => seq === length, wait: async () => true };
        const seen: number[] = [];
        for (const cut of [...cuts, Number.POSITIVE_INFINITY]) {
          let taken = 0;
          for await (const batch of tail(deps, seen.at(-1) ?? 0)) {
            for (const { seq } of batch) {
              if (taken++ < cut) seen.push(seq);
            }
            if (taken >= cut) break;
          }
          if (seen.at(-1) === length) break;
        }
        expect(seen).toEqual(log(length).map(({ seq }) => seq));
      },
    ),
    { numRuns: 300 },
  );
});

test("ends when the log says so, and not because it was quiet", async () => {
  let waits = 0;
  const deps = {
    readAfter: async (seq: number) => (waits < 5 ? [] : log(2).slice(seq)),
    isOver: ({ seq }: Entry) => seq === 2,
    wait: async () => ++waits > 0,
  };
  expect(await read(deps, 0)).toEqual([1, 2]);
});

test("a long log is read batch by batch without waiting between full ones", async () => {
  const entries = log(10_000);
  let waits = 0;
  const deps = {
    readAfter: async (seq: number) => entries.slice(seq, seq + batchSize),
    isOver: ({ seq }: Entry) => seq === 10_000,
    wait: async () => ++waits > 0,
  };
  expect(await read(deps, 0)).toHaveLength(10_000);
  expect(waits).toBe(0);
});

test("ends when nobody listens any more", async () => {
  expect(await read({ readAfter: async () => [], isOver: () => false, wait: async () => false }, 0)).toEqual([]);
});
