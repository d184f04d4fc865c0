import { expect, test } from "vitest";
import { backoffMs, retryAfterMs } from "./backoff.ts";

test("the wait grows by the table, with up to 30 s of jitter", () => {
  expect([0, 1, 2, 9, 50].map((attempt) => backoffMs(attempt, 0))).toEqual([15_000, 30_000, 60_000, 7_200_000, 7_200_000]);
  expect(backoffMs(0, 0.999)).toBeLessThan(45_000);
});

test("retry-after is whole seconds or a date", () => {
  expect(retryAfterMs("3", 0)).toBe(3_000);
  expect(retryAfterMs("1970-01-01T00:00:05.000Z", 1_000)).toBe(4_000);
  expect(retryAfterMs("1970-01-01T00:00:00.000Z", 1_000)).toBe(0);
  expect(retryAfterMs("whenever", 0)).toBeUndefined();
  expect(retryAfterMs(null, 0)).toBeUndefined();
});
