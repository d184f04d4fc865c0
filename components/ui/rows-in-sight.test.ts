import { expect, test } from "vitest";
import { rowsDrawn, rowsInSight } from "./rows-in-sight.ts";

test("what is drawn covers what is seen, and little more, wherever a long list is scrolled", () => {
  for (const scrollTop of [0, 399, 199_600]) {
    const drawn = rowsDrawn(rowsInSight({ scrollTop, clientHeight: 400 }, 20), 10_000, 20);
    expect(drawn[0]?.start).toBeLessThanOrEqual(scrollTop);
    expect((drawn.at(-1)?.start ?? 0) + 20).toBeGreaterThanOrEqual(Math.min(scrollTop + 400, 200_000));
    expect(drawn.length).toBeLessThanOrEqual(42);
  }
});

test("a list that became shorter than where it was scrolled to has no rows beyond its end", () => {
  expect(rowsDrawn({ from: 90, to: 120 }, 5, 20)).toEqual([]);
  expect(rowsDrawn({ from: 0, to: 120 }, 2, 20)).toEqual([
    { index: 0, start: 0 },
    { index: 1, start: 20 },
  ]);
});
