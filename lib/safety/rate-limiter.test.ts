import { expect, test } from "vitest";
import { type RatePolicy, rateLimiter } from "./rate-limiter.ts";

/** One bucket in memory, whose time the tests move; how often it was asked is counted. */
function world(capacity: number, perSecond: number) {
  let now = 0;
  let tokens = capacity;
  let asked = 0;
  const limiter = () =>
    rateLimiter({
      now: () => now,
      sleep: async (ms) => void pass(ms),
      take: async (_workspace, _bucket, _policy, most) => {
        asked += 1;
        await Promise.resolve();
        const granted = Math.min(most, Math.floor(tokens));
        tokens -= granted;
        return { granted, remaining: tokens, waitSeconds: Math.max(0, (1 - tokens) / perSecond) };
      },
    });
  const pass = (ms: number) => {
    now += ms;
    tokens = Math.min(capacity, tokens + (ms / 1_000) * perSecond);
  };
  return { limiter, pass, now: () => now, asked: () => asked };
}

const policy: RatePolicy = { name: "key", quota: 600, windowSeconds: 60 };

test("a burst of the whole quota is allowed, the next is told when to come back", async () => {
  const { limiter } = world(600, 10);
  const one = limiter();
  const spent = await Promise.all(Array.from({ length: 700 }, () => one.spend("w1", "k1", policy)));
  expect(spent.filter(({ allowed }) => allowed)).toHaveLength(600);
  expect(spent.at(-1)).toMatchObject({ allowed: false, remaining: 0, retryAfterSeconds: 1 });
});

test("several processes together never exceed it", async () => {
  const { limiter, pass } = world(600, 10);
  const processes = [limiter(), limiter(), limiter()];
  const spend = async (each: number) => {
    const spent = await Promise.all(processes.flatMap((one) => Array.from({ length: each }, () => one.spend("w1", "k1", policy))));
    return spent.filter(({ allowed }) => allowed).length;
  };
  let allowed = await spend(300);
  for (let second = 1; second <= 20; second++) {
    pass(1_000);
    allowed += await spend(20);
    expect(allowed).toBeLessThanOrEqual(600 + second * 10);
  }
  expect(allowed).toBeGreaterThan(600 + 20 * 10 - 3 * (600 / 50));
});

test("a busy caller does not cost a statement for each request", async () => {
  const { limiter, asked } = world(600, 10);
  const one = limiter();
  for (let request = 0; request < 120; request++) await one.spend("w1", "k1", policy);
  expect(asked()).toBe(10);
});

test("what waits gets its turn at the bucket's pace: 100 calls at 10 a second take 9 s at least", async () => {
  const { limiter, now } = world(10, 10);
  const one = limiter();
  for (let call = 0; call < 100; call++)
    await one.untilAllowed("w1", "crm", { name: "tool", quota: 10, windowSeconds: 1 }, AbortSignal.timeout(60_000));
  expect(now()).toBeGreaterThanOrEqual(9_000);
  expect(now()).toBeLessThan(9_600);
});

test("what waits can be called off", async () => {
  const { limiter } = world(0, 1);
  const stop = new AbortController();
  stop.abort(new Error("cancelled"));
  await expect(limiter().untilAllowed("w1", "crm", policy, stop.signal)).rejects.toThrow("cancelled");
});
