import { expect, test } from "vitest";
import { dueOf, durationMs } from "./duration.ts";

test.each([
  ["10s", 10_000],
  ["1d2h", 93_600_000],
  ["1w", 604_800_000],
  ["1.5h", 5_400_000],
  ["250ms", 250],
  ["soon", undefined],
  ["", undefined],
  ["10", undefined],
])("%s is %s ms", (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

test("a time is a duration or a date", () => {
  expect(dueOf("1m")).toEqual({ delay: 60_000 });
  expect(dueOf("2030-01-01T00:00:00.000Z")).toEqual({ until: Date.UTC(2030, 0, 1) });
  expect(dueOf("never")).toBeUndefined();
});
