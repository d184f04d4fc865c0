import fc from "fast-check";
import { expect, test } from "vitest";
import { retryDelayMs, waitMs } from "./decide-settle.ts";

const retry = (backoff: "exponential" | "linear" | "fixed", baseMs = 1_000) => ({ maxAttempts: 20, backoff, baseMs });
const upperBounds = (backoff: "exponential" | "linear" | "fixed") =>
  [1, 2, 3, 4, 5].map((attempt) => ({ exponential: 2 ** (attempt - 1), linear: attempt, fixed: 1 })[backoff] * 1_000);

test.each(["exponential", "linear", "fixed"] as const)(
  "%s delays lie between half of their step and the whole of it, capped at an hour",
  (backoff) => {
    fc.assert(
      fc.property(fc.string(), (identity) => {
        upperBounds(backoff).forEach((bound, index) => {
          const delay = retryDelayMs(retry(backoff), index + 1, identity);
          expect(delay).toBeGreaterThanOrEqual(bound / 2);
          expect(delay).toBeLessThanOrEqual(bound);
        });
        expect(retryDelayMs(retry(backoff, 3_600_000), 20, identity)).toBeLessThanOrEqual(3_600_000);
      }),
      { numRuns: 50 },
    );
  },
);

test("a replay waits as long as the first time, and two steps do not wait alike", () => {
  expect(retryDelayMs(retry("fixed"), 1, "exe_1:a")).toBe(retryDelayMs(retry("fixed"), 1, "exe_1:a"));
  const delays = new Set(Array.from({ length: 20 }, (_, index) => retryDelayMs(retry("fixed"), 1, `exe_1:s${index}`)));
  expect(delays.size).toBeGreaterThan(15);
});

test("a far side that names a time is never asked sooner, and hardly later", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 86_400_000 }), fc.string(), (asked, identity) => {
      const wait = waitMs(retry("exponential"), 3, identity, asked);
      expect(wait).toBeGreaterThanOrEqual(asked);
      expect(wait).toBeLessThanOrEqual(asked * 1.1 + 1);
    }),
  );
  expect(waitMs(retry("fixed"), 1, "x", 1e15)).toBeLessThanOrEqual(86_400_000 * 1.1);
  expect(waitMs(retry("fixed"), 1, "x", -5)).toBe(0);
  expect(waitMs(retry("fixed"), 1, "x", Number.NaN)).toBe(waitMs(retry("fixed"), 1, "x"));
  // Ten that were told the same time do not come back at once.
  expect(new Set(Array.from({ length: 10 }, (_, n) => waitMs(retry("fixed"), 1, `exe_1:s${n}`, 60_000))).size).toBeGreaterThan(5);
});
