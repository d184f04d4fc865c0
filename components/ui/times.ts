/** How times are written for one reader: in their zone, the day in words, the hour from 0 to 23. */
export type Times = {
  /** "14:05" */
  clock(at: string): string;
  /** "21 Nov 2026, 14:05" */
  dayAndClock(at: string): string;
  /** "14:05:09.123" */
  precise(at: string): string;
  /** "2026-11-21", to tell whether two times are of one day. */
  day(at: string): string;
};

/** A zone that the reader's browser never told is UTC, and is said to be. */
export function timesIn(zone: string): Times {
  const mark = zone === "UTC" ? " UTC" : "";
  const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone } as const;
  const clock = new Intl.DateTimeFormat("en-GB", hour);
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: zone });
  const precise = new Intl.DateTimeFormat("en-GB", { ...hour, second: "2-digit", fractionalSecondDigits: 3 });
  const plainDay = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: zone });
  const date = (at: string) => new Date(at);
  return {
    clock: (at) => `${clock.format(date(at))}${mark}`,
    dayAndClock: (at) => `${day.format(date(at))}, ${clock.format(date(at))}${mark}`,
    precise: (at) => precise.format(date(at)),
    day: (at) => plainDay.format(date(at)),
  };
}

/** The zone that a cookie names, when there is one of that name. */
export function zoneFrom(text: string | undefined): string {
  if (!text || !/^[A-Za-z0-9_+/-]{1,64}$/.test(text)) return "UTC";
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
