import { expect, test } from "vitest";
import { createLane } from "./lane.ts";

test("the first goes at once, and what waits meanwhile goes together", async () => {
  const batches: number[][] = [];
  let release = () => {};
  const lane = createLane<number, number>(async (batch) => {
    batches.push(batch);
    if (batches.length === 1)
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    return batch.map((n) => n * 10);
  });
  const results = [lane(1), lane(2), lane(3)];
  release();
  expect(await Promise.all(results)).toEqual([10, 20, 30]);
  expect(batches).toEqual([[1], [2, 3]]);
});

test("a bad entry fails alone", async () => {
  const lane = createLane<number, number>(async (batch) => {
    await Promise.resolve();
    if (batch.includes(2)) throw new Error("two");
    return batch;
  });
  const results = await Promise.allSettled([1, 2, 3].map(lane));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("a flush takes no more than the most", async () => {
  const sizes: number[] = [];
  const lane = createLane<number, number>(async (batch) => {
    sizes.push(batch.length);
    await Promise.resolve();
    return batch;
  }, 3);
  await Promise.all(Array.from({ length: 8 }, (_, i) => lane(i)));
  expect(sizes).toEqual([1, 3, 3, 1]);
});
