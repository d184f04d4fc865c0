import { expect, test } from "vitest";
import { endOf, forecastOf, isRaise, limitWords, percentOf, startOf, usedOf, zoneOf } from "./budget.ts";
import { isSameBut, raiseSummary } from "./raise.ts";

test.each([
  [0, "green"],
  [74.9, "green"],
  [75, "yellow"],
  [84.9, "yellow"],
  [85, "red"],
  [99.9, "red"],
  [100, "over"],
  [120, "over"],
])("%s %% is %s", (percent, zone) => {
  expect(zoneOf(percent)).toBe(zone);
});

test("the tighter of two limits counts, and none is none", () => {
  expect(percentOf({ limitMicros: 100, limitTokens: 1_000 }, { micros: 10, tokens: 900 })).toBe(90);
  expect(percentOf({ limitMicros: null, limitTokens: null }, { micros: 10, tokens: 900 })).toBeUndefined();
  expect(percentOf({ limitMicros: 0, limitTokens: null }, { micros: 1, tokens: 1 })).toBe(100);
});

test("a day and a month end where the next begins", () => {
  expect(endOf("day", "2026-12-31").toISOString()).toBe("2027-01-01T00:00:00.000Z");
  expect(endOf("month", "2026-12-01").toISOString()).toBe("2027-01-01T00:00:00.000Z");
  expect(startOf("month", new Date("2026-11-21T10:00:00Z"))).toBe("2026-11-01");
});

test("a forecast goes on at the pace so far, and says nothing at the very beginning", () => {
  expect(forecastOf("day", 100, new Date("2026-11-21T06:00:00Z"))).toBe(400);
  expect(forecastOf("day", 100, new Date("2026-11-21T00:01:00Z"))).toBeUndefined();
});

test("small money is not written as none", () => {
  expect(usedOf({ limitMicros: 1_000_000, limitTokens: 50_000 }, { micros: 1_250, tokens: 12_000 })).toBe(
    "$0.0013 of $1.00 and 12,000 of 50,000 tokens",
  );
});

test.each([
  [10, null, 11, null, true],
  [10, null, null, null, true],
  [10, 5, 9, 6, true],
  [10, 5, 10, null, true],
  [10, 5, 10, 5, false],
  [10, 5, 9, 4, false],
  [null, null, 9, null, false],
  [null, 5, 1, 5, false],
])("from %s micros and %s tokens to %s and %s is a raise: %s", (fromMicros, fromTokens, toMicros, toTokens, is) => {
  const from = { limitMicros: fromMicros, limitTokens: fromTokens };
  expect(isRaise(from, { limitMicros: toMicros, limitTokens: toTokens })).toBe(is);
});

test("what is asked about a budget says whose it is, from what and to what; an approver changes the last of these alone", () => {
  const from = { limitMicros: 1_000_000, limitTokens: null };
  const to = { limitMicros: 2_500_000, limitTokens: 40_000 };
  const raise = { scope: "workflow" as const, ref: "wf_1", period: "month" as const, name: "Weekly", from, to };
  expect(raiseSummary(raise)).toBe("Raise this month's budget of the workflow (Weekly) from $1.00 to $2.50 and 40,000 tokens");
  expect(limitWords({ limitMicros: null, limitTokens: null })).toBe("no limit");
  const asked = { ...raise, used: { micros: 1, tokens: 2 }, forecast: null, because: "" };
  expect(isSameBut(asked, { ...asked, to: from })).toBe(true);
  expect(isSameBut(asked, { ...asked, used: { micros: 0, tokens: 2 } })).toBe(false);
});
