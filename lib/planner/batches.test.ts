import fc from "fast-check";
import { expect, test } from "vitest";
import { batchesOf, cycleIn, parallelizationGain } from "./batches.ts";

const step = (id: string, ...dependsOn: string[]) => ({ id, dependsOn });

test("a step is in the first batch in which everything it waits for lies behind it", () => {
  expect(batchesOf([step("d", "b", "c"), step("a"), step("b", "a"), step("c"), step("e", "d")])).toEqual([["a", "c"], ["b"], ["d"], ["e"]]);
});

test("the gain is the share of steps that need no turn of their own", () => {
  expect([parallelizationGain(8, 4), parallelizationGain(1, 1), parallelizationGain(4, 1), parallelizationGain(0, 0)]).toEqual([
    50, 0, 75, 0,
  ]);
});

test("a cycle is named from its first step back to it", () => {
  expect(cycleIn([step("x"), step("a", "x", "b"), step("b", "a")])).toEqual(["a", "b", "a"]);
  expect(cycleIn([step("z", "a"), step("a", "b"), step("b", "c"), step("c", "a")])).toEqual(["a", "b", "c", "a"]);
  expect(cycleIn([step("a", "a")])).toEqual(["a", "a"]);
  expect(cycleIn([step("a"), step("b", "a")])).toBeUndefined();
});

test("in every acyclic graph each step comes once, after all that it waits for and right after one of them", () => {
  const graphs = fc
    .integer({ min: 1, max: 40 })
    .chain((n) =>
      fc
        .array(fc.array(fc.nat(), { maxLength: 5 }), { minLength: n, maxLength: n })
        .map((needs) => needs.map((list, i) => step(`s${i}`, ...(i === 0 ? [] : list.map((k) => `s${k % i}`))))),
    );
  fc.assert(
    fc.property(graphs, (steps) => {
      const batches = batchesOf(steps);
      const at = new Map(batches.flatMap((ids, i) => ids.map((id) => [id, i] as const)));
      expect(batches.flat()).toHaveLength(steps.length);
      for (const { id, dependsOn } of steps)
        expect(at.get(id)).toBe(dependsOn.length === 0 ? 0 : Math.max(...dependsOn.map((other) => at.get(other) ?? 0)) + 1);
      expect(cycleIn(steps)).toBeUndefined();
    }),
  );
});
