import fc from "fast-check";
import { expect, test } from "vitest";
import { isWorkingDay, nextFreeSlot, overlaps } from "./free-slot.ts";
import { instantOf, localOf, nextDay } from "./local-time.ts";

const day = "2026-01-07"; // a Wednesday
const at = (time: string, on = day, timeZone = "Asia/Jerusalem") =>
  instantOf({ day: on, minutes: Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) }, timeZone);
const busy = (from: string, to: string, on = day) => ({ start: at(from, on), end: at(to, on) });
const find = (over: object = {}) =>
  nextFreeSlot({ from: day, to: "2026-01-20", durationMinutes: 60, now: at("08:00"), timeZone: "Asia/Jerusalem", busy: [], ...over });

test("the first working hour is taken when nothing stands there", () => {
  expect(find()).toEqual(busy("09:00", "10:00"));
});

test("what stands in the calendar is gone around, to the half hour", () => {
  expect(find({ busy: [busy("09:00", "10:10"), busy("11:30", "12:00")] })).toEqual(busy("10:30", "11:30"));
  expect(find({ busy: [busy("09:30", "16:30")] })?.start).toEqual(at("09:00", "2026-01-08"));
});

test("a meeting may follow directly on another, and directly before one", () => {
  expect(find({ busy: [busy("09:00", "10:00"), busy("11:00", "17:00")] })).toEqual(busy("10:00", "11:00"));
});

test("nobody is called to a meeting within the hour", () => {
  expect(find({ now: at("10:10") })?.start).toEqual(at("11:30"));
});

test("an evening, a Friday and a Saturday are skipped in Israel; a Saturday and a Sunday elsewhere", () => {
  expect(find({ now: at("16:30", "2026-01-08") })?.start).toEqual(at("09:00", "2026-01-11"));
  const london = nextFreeSlot({
    from: "2026-01-10",
    to: "2026-01-20",
    durationMinutes: 60,
    now: new Date("2026-01-09T20:00:00Z"),
    timeZone: "Europe/London",
    busy: [],
  });
  expect(london?.start).toEqual(new Date("2026-01-12T09:00:00Z"));
});

test("a window that holds no free hour gives none", () => {
  expect(find({ to: day, busy: [busy("08:00", "18:00")] })).toBeUndefined();
  expect(find({ from: "2026-01-09", to: "2026-01-10" })).toBeUndefined();
  expect(find({ from: "2025-01-01", to: "2025-02-01" })).toBeUndefined();
});

const zones = ["Asia/Jerusalem", "Europe/London", "America/New_York", "Australia/Lord_Howe"];
const busyTimes = fc.array(fc.record({ startMinutes: fc.integer({ min: 0, max: 20 * 1440 }), minutes: fc.integer({ min: 1, max: 600 }) }), {
  maxLength: 40,
});

test("a slot lies in working hours of a working day, in the window, ahead of now, and meets nothing", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("2024-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
      fc.constantFrom(...zones),
      fc.constantFrom(15, 30, 45, 60, 90, 240, 480),
      fc.integer({ min: 0, max: 14 }),
      busyTimes,
      (now, timeZone, durationMinutes, days, times) => {
        const from = localOf(now, timeZone).day;
        const to = nextDay(from, days);
        const taken = times.map(({ startMinutes, minutes }) => {
          const start = new Date(now.getTime() + startMinutes * 60_000);
          return { start, end: new Date(start.getTime() + minutes * 60_000) };
        });
        const slot = nextFreeSlot({ from, to, durationMinutes, now, timeZone, busy: taken });
        if (!slot) return;
        const [start, end] = [localOf(slot.start, timeZone), localOf(slot.end, timeZone)];
        expect(isWorkingDay(start.day, timeZone)).toBe(true);
        expect(start.day >= from && start.day <= to && end.day === start.day).toBe(true);
        expect(start.minutes >= 540 && end.minutes <= 1020).toBe(true);
        expect(slot.start > now).toBe(true);
        expect(slot.end.getTime() - slot.start.getTime()).toBe(durationMinutes * 60_000);
        expect(taken.some((other) => overlaps(other, slot))).toBe(false);
      },
    ),
  );
});

test("an empty calendar of two weeks always has room for an hour", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("2024-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
      fc.constantFrom(...zones),
      (now, timeZone) => {
        const from = localOf(now, timeZone).day;
        expect(nextFreeSlot({ from, to: nextDay(from, 14), durationMinutes: 60, now, timeZone, busy: [] })).toBeDefined();
      },
    ),
  );
});
