import { expect, test } from "vitest";
import { timesIn, zoneFrom } from "./times.ts";

test("a time is written in the reader's zone, across midnight and summer time", () => {
  const jerusalem = timesIn("Asia/Jerusalem");
  expect(jerusalem.dayAndClock("2026-11-20T22:30:00.000Z")).toBe("21 Nov 2026, 00:30");
  expect(jerusalem.clock("2026-07-01T09:00:00.000Z")).toBe("12:00");
  expect(jerusalem.precise("2026-11-20T22:30:01.042Z")).toBe("00:30:01.042");
  expect(jerusalem.day("2026-11-20T22:30:00.000Z")).toBe("2026-11-21");
});

test("UTC is said to be UTC", () => {
  expect(timesIn("UTC").clock("2026-11-20T22:30:00.000Z")).toBe("22:30 UTC");
});

test.each([undefined, "", "Mars/Base", "../../etc", "<b>", "x".repeat(65)])("what names no zone is UTC: %s", (text) => {
  expect(zoneFrom(text)).toBe("UTC");
});

test("a zone is taken by its name", () => {
  expect(zoneFrom("Asia/Jerusalem")).toBe("Asia/Jerusalem");
});
