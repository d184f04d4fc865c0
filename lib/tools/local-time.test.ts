import fc from "fast-check";
import { expect, test } from "vitest";
import { instantOf, isTimeZone, localOf, nextDay, readMoment, sayLocally, weekdayOf } from "./local-time.ts";

const zones = ["Asia/Jerusalem", "Europe/London", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "UTC"];

test("what a clock shows at an instant names that instant, but for the hour that comes twice", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("2000-01-01"), max: new Date("2050-01-01"), noInvalidDate: true }),
      fc.constantFrom(...zones),
      (at, zone) => {
        const minute = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
        const back = instantOf(localOf(minute, zone), zone);
        expect(localOf(back, zone)).toEqual(localOf(minute, zone));
        expect(Math.abs(back.getTime() - minute.getTime())).toBeLessThanOrEqual(3_600_000);
        expect(back <= minute).toBe(true);
      },
    ),
  );
});

test.each([
  ["2026-01-15T10:00", "Asia/Jerusalem", "2026-01-15T08:00:00.000Z"],
  ["2026-07-15T10:00", "Asia/Jerusalem", "2026-07-15T07:00:00.000Z"],
  ["2026-01-15 10:00", "Asia/Jerusalem", "2026-01-15T08:00:00.000Z"],
  ["2026-01-15T10:00:00Z", "Asia/Jerusalem", "2026-01-15T10:00:00.000Z"],
  ["2026-01-15T10:00:00+05:30", "Asia/Jerusalem", "2026-01-15T04:30:00.000Z"],
  // clocks go forward in Israel on 27 March 2026 at 02:00: 02:30 does not exist
  ["2026-03-27T02:30", "Asia/Jerusalem", "2026-03-27T00:30:00.000Z"],
  // clocks go back on 25 October 2026 at 02:00: 01:30 comes twice
  ["2026-10-25T01:30", "Asia/Jerusalem", "2026-10-24T22:30:00.000Z"],
])("%s in %s is %s", (text, zone, expected) => {
  expect(readMoment(text, zone)?.toISOString()).toBe(expected);
});

test.each(["", "tomorrow", "2026-02-30T10:00", "2026-01-15", "2026-01-15T25:00", "2026-01-15T10:61", "2026-13-01T10:00Z", "10:00"])(
  "%j is no time",
  (text) => {
    expect(readMoment(text, "UTC")).toBeUndefined();
  },
);

test("days and names of days", () => {
  expect(nextDay("2026-02-28")).toBe("2026-03-01");
  expect(nextDay("2026-03-01", -1)).toBe("2026-02-28");
  expect(weekdayOf("2026-01-07")).toBe(3);
  expect(isTimeZone("Asia/Jerusalem")).toBe(true);
  expect(isTimeZone("Mars/Olympus")).toBe(false);
  expect(sayLocally(new Date("2026-01-15T08:00:00Z"), "Asia/Jerusalem")).toBe("Thu 15 Jan 2026, 10:00");
});
