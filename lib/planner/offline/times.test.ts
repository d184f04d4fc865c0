import { expect, test } from "vitest";
import { calendarOf, findTimes, type Tense } from "./times.ts";

const calendar = calendarOf(new Date("2026-11-18T10:00:00Z"), "Asia/Jerusalem", "en"); // a Wednesday

const first = (text: string, tense: Tense) => {
  const [time] = findTimes(text, /[א-ת]/.test(text) ? "he" : "en", calendar);
  const period = time?.period?.(tense);
  if (period === undefined) return time?.clock ?? time?.minutes;
  return period.from === period.to ? period.from : `${period.from}..${period.to}`;
};

test.each<[string, unknown, unknown]>([
  ["in December", "2025-12-01..2025-12-31", "2026-12-01..2026-12-31"],
  ["in November", "2026-11-01..2026-11-30", "2026-11-01..2026-11-30"],
  ["בדצמבר", "2025-12-01..2025-12-31", "2026-12-01..2026-12-31"],
  ["בדצמבר 2024", "2024-12-01..2024-12-31", "2024-12-01..2024-12-31"],
  ["of 2025", "2025-01-01..2025-12-31", "2025-01-01..2025-12-31"],
  ["last week", "2026-11-08..2026-11-14", "2026-11-08..2026-11-14"],
  ["בשבוע הבא", "2026-11-22..2026-11-28", "2026-11-22..2026-11-28"],
  ["tomorrow", "2026-11-19", "2026-11-19"],
  ["מחר", "2026-11-19", "2026-11-19"],
  ["on Tuesday", "2026-11-17", "2026-11-24"],
  ["ביום שלישי", "2026-11-17", "2026-11-24"],
  ["last Thursday", "2026-11-12", "2026-11-12"],
  ["Q3 2025", "2025-07-01..2025-09-30", "2025-07-01..2025-09-30"],
  ["ברבעון השלישי של 2025", "2025-07-01..2025-09-30", "2025-07-01..2025-09-30"],
  ["between March and May", "2026-03-01..2026-05-31", "2027-03-01..2027-05-31"],
  ["between November and February", "2025-11-01..2026-02-28", "2026-11-01..2027-02-28"],
  ["in the last 3 months", "2026-08-18..2026-11-18", "2026-08-18..2026-11-18"],
  ["בשלושת החודשים האחרונים", "2026-08-18..2026-11-18", "2026-08-18..2026-11-18"],
  ["since January", "2026-01-01..2026-11-18", "2026-01-01..2026-11-18"],
  ["לפני שבועיים", "2026-11-01..2026-11-07", "2026-11-01..2026-11-07"],
  ["in two weeks", "2026-12-02", "2026-12-02"],
  ["May 12th 2026", "2026-05-12", "2026-05-12"],
  ["12 בדצמבר", "2025-12-12", "2026-12-12"],
  ["on 2026-03-04", "2026-03-04", "2026-03-04"],
  ["on 12/3", "2026-03-12", "2027-03-12"],
  ["at 3pm", "15:00", "15:00"],
  ["at 3", "15:00", "15:00"],
  ["בשעה 10", "10:00", "10:00"],
  ["בעשר", "10:00", "10:00"],
  ["30-minute", 30, 30],
  ["למשך חצי שעה", 30, 30],
  ["you may read it", undefined, undefined],
  ["3 documents", undefined, undefined],
])("%s", (text, back, ahead) => {
  expect([first(text, "past"), first(text, "future")]).toEqual([back, ahead]);
});

test("today is the workspace's today", () => {
  const night = new Date("2026-11-18T23:30:00Z");
  expect(calendarOf(night, "Asia/Jerusalem", "en").today).toBe("2026-11-19");
  expect(calendarOf(night, "America/New_York", "en").today).toBe("2026-11-18");
});
