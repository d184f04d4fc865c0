import { expect, test, vi } from "vitest";
import type { Claim, Dispatch } from "./journal.ts";
import { createPump } from "./pump.ts";

const dispatch = (fence: number): Dispatch => ({
  run: `run-${fence}`,
  hash: "step",
  fence: String(fence),
  kind: "discover",
  attempt: 0,
  atMs: 0,
  first: true,
  alone: true,
  fn: "f",
  event: "{}",
  batch: null,
  request: null,
  startMs: null,
  finishMs: null,
});

/** A queue of items that are due, and work that ends when the test says so. */
function stand({ concurrency, due }: { concurrency: number; due: number }) {
  let next = 0;
  let most = 0;
  const ends = new Map<string, () => void>();
  const hand = (limit: number): Claim => {
    const count = Math.min(limit, due - next);
    return { dispatches: Array.from({ length: count }, () => dispatch(++next)), nowMs: 0, nextMs: undefined };
  };
  const crowded = vi.fn();
  const claim = vi.fn(async (limit: number) => hand(limit));
  const pump = createPump({
    concurrency,
    claim,
    crowded,
    clock() {},
    failed() {},
    work: ({ fence }) =>
      new Promise<void>((done) => {
        ends.set(fence, done);
        most = Math.max(most, ends.size);
      }),
  });
  return {
    pump,
    claim,
    crowded,
    hand,
    begun: () => next,
    most: () => most,
    async end() {
      const [fence = "", done] = [...ends][0] ?? [];
      ends.delete(fence);
      done?.();
      await turns();
    },
    open: () => ends.size,
  };
}

const turns = () => new Promise((done) => setImmediate(done));

test("however claims and loans come together, no more is in hand than there is room for, and all is begun", async () => {
  const { pump, hand, begun, most, end, open, crowded } = stand({ concurrency: 3, due: 20 });
  pump.wake();
  const loan = pump.lend();
  await turns();
  loan.take(hand(loan.room));
  for (let turn = 0; turn < 40; turn++) {
    const other = pump.lend();
    await end();
    other.take(hand(other.room));
    await turns();
  }
  expect(begun()).toBe(20);
  expect(most()).toBe(3);
  expect(open()).toBe(0);
  expect(crowded).toHaveBeenCalled();
  pump.stop();
});

test("a write whose answer never came gives its room back", async () => {
  const { pump, hand } = stand({ concurrency: 2, due: 2 });
  const lost = pump.lend();
  expect(lost.room).toBe(2);
  expect(pump.lend().room).toBe(0);
  lost.take(undefined);
  lost.take(hand(2));
  expect(pump.lend().room).toBe(2);
  pump.stop();
});

test("a wake that comes while all the room is lent is not lost", async () => {
  const { pump, claim, begun } = stand({ concurrency: 5, due: 2 });
  const loan = pump.lend();
  pump.wake();
  await turns();
  expect(claim).not.toHaveBeenCalled();
  loan.take({ dispatches: [], nowMs: 0, nextMs: undefined });
  await turns();
  expect(begun()).toBe(2);
  pump.stop();
});

test("what a write brings and the claim says nothing more of needs no claim of its own", async () => {
  const { pump, claim, hand, end } = stand({ concurrency: 100, due: 1 });
  const loan = pump.lend();
  loan.take(hand(loan.room));
  await turns();
  await end();
  expect(claim).not.toHaveBeenCalled();
  pump.stop();
});

test("something else that is due at once is looked for at once", async () => {
  const { pump, claim } = stand({ concurrency: 100, due: 0 });
  pump.lend().take({ dispatches: [], nowMs: 0, nextMs: -5 });
  await turns();
  expect(claim).toHaveBeenCalledTimes(1);
  pump.stop();
});

test("the oldest claim whose answer is on its way is known, and none when there is none", () => {
  const { pump } = stand({ concurrency: 10, due: 0 });
  expect(pump.oldestClaim()).toBe(Number.POSITIVE_INFINITY);
  const before = performance.now();
  const first = pump.lend();
  const between = performance.now();
  const second = pump.lend();
  expect(pump.oldestClaim()).toBeGreaterThanOrEqual(before);
  expect(pump.oldestClaim()).toBeLessThanOrEqual(between);
  first.take(undefined);
  expect(pump.oldestClaim()).toBeGreaterThanOrEqual(between);
  second.take(undefined);
  expect(pump.oldestClaim()).toBe(Number.POSITIVE_INFINITY);
  pump.stop();
});
