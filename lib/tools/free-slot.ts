import { instantOf, localOf, nextDay, weekdayOf } from "./local-time.ts";

export type Busy = { start: Date; end: Date };
export type SlotWanted = {
  /** Local days, both included; nothing before `now` in any case. */
  from: string;
  to: string;
  durationMinutes: number;
  now: Date;
  timeZone: string;
  busy: Busy[];
};

const opens = 9 * 60;
const closes = 17 * 60;
const stepMinutes = 30;
/** A meeting is not set for the very next minute: people need this long to see the invitation. */
const noticeMs = 60 * 60_000;

const isIsraeli = (timeZone: string): boolean => ["Asia/Jerusalem", "Asia/Tel_Aviv", "Israel"].includes(timeZone);

/** Sunday to Thursday where the week is the Israeli one, Monday to Friday elsewhere. */
export function isWorkingDay(day: string, timeZone: string): boolean {
  const weekday = weekdayOf(day);
  return isIsraeli(timeZone) ? weekday <= 4 : weekday >= 1 && weekday <= 5;
}

/** The first time within working hours at which nothing else stands; undefined when the days hold none. */
export function nextFreeSlot({ from, to, durationMinutes, now, timeZone, busy }: SlotWanted): Busy | undefined {
  const earliest = now.getTime() + noticeMs;
  const today = localOf(now, timeZone).day;
  for (let day = from < today ? today : from; day <= to; day = nextDay(day)) {
    if (!isWorkingDay(day, timeZone)) continue;
    for (let minutes = opens; minutes + durationMinutes <= closes; minutes += stepMinutes) {
      const start = instantOf({ day, minutes }, timeZone);
      const end = new Date(start.getTime() + durationMinutes * 60_000);
      if (start.getTime() >= earliest && !busy.some((other) => overlaps(other, { start, end }))) return { start, end };
    }
  }
  return undefined;
}

export const overlaps = (one: Busy, other: Busy): boolean => one.start < other.end && other.start < one.end;
