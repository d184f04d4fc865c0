import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import { postgresRateLimiter } from "./rate-limits.postgres.ts";

beforeAll(async () => {
  for (const id of ["w1", "w2"]) await addWorkspace(id);
});
afterAll(closePools);

// So slow to refill that no time that a test takes gives another.
const slow = { name: "tool", quota: 100, windowSeconds: 1_000_000 };

test("takers at once are given each token once, and another workspace has a bucket of its own", async () => {
  const processes = [postgresRateLimiter(), postgresRateLimiter(), postgresRateLimiter()];
  const spent = await Promise.all(processes.flatMap((one) => Array.from({ length: 60 }, () => one.spend("w1", "crm", slow))));
  const allowed = spent.filter((one) => one.allowed).length;
  expect(allowed).toBe(100);
  expect(spent.find((one) => !one.allowed)?.retryAfterSeconds).toBeGreaterThan(9_000);
  expect(await processes[0]?.spend("w2", "crm", slow)).toMatchObject({ allowed: true });
});

test("a bucket refills with the database's time", async () => {
  const limiter = postgresRateLimiter();
  const quick = { name: "tool", quota: 2, windowSeconds: 0.2 };
  const signal = AbortSignal.timeout(20_000);
  const began = performance.now();
  for (let call = 0; call < 6; call++) await limiter.untilAllowed("w1", "quick", quick, signal);
  expect(performance.now() - began).toBeGreaterThanOrEqual(390);
});
