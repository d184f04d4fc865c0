/** A wall clock's reading, which means an instant only together with a time zone. */
export type Local = { day: string; minutes: number };

const shapes = new Map<string, Intl.DateTimeFormat>();

function shapeOf(timeZone: string): Intl.DateTimeFormat {
  let shape = shapes.get(timeZone);
  if (!shape) {
    shape = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    shapes.set(timeZone, shape);
  }
  return shape;
}

export function isTimeZone(name: string): boolean {
  try {
    return shapeOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** What clocks in the zone show at this instant. */
export function localOf(at: Date, timeZone: string): Local {
  const parts = Object.fromEntries(
    shapeOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return { day: `${parts["year"]}-${parts["month"]}-${parts["day"]}`, minutes: Number(parts["hour"]) * 60 + Number(parts["minute"]) };
}

/**
 * The instant at which clocks in the zone show this. An hour that a clock change skips is read as if the clock had not changed;
 * of an hour that comes twice the first one is meant.
 */
export function instantOf({ day, minutes }: Local, timeZone: string): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
  const offsets = [wanted - 86_400_000, wanted + 86_400_000].map((near) => offsetAt(new Date(near), timeZone));
  const found = offsets.map((offset) => wanted - offset).filter((instant) => instant + offsetAt(new Date(instant), timeZone) === wanted);
  return new Date(found.length > 0 ? Math.min(...found) : wanted - (offsets[0] ?? 0));
}

function offsetAt(at: Date, timeZone: string): number {
  const { day, minutes } = localOf(at, timeZone);
  return Date.parse(`${day}T00:00:00Z`) + minutes * 60_000 - Math.floor(at.getTime() / 60_000) * 60_000;
}

export const nextDay = (day: string, days = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** 0 is Sunday. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** A date-time with an offset is that instant; one without is what clocks in the zone show. */
export function readMoment(text: string, timeZone: string): Date | undefined {
  const local = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/.exec(text);
  if (local?.[1])
    return isReal(local[1]) && Number(local[2]) < 24 && Number(local[3]) < 60
      ? instantOf({ day: local[1], minutes: Number(local[2]) * 60 + Number(local[3]) }, timeZone)
      : undefined;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || !isReal(text.slice(0, 10)) ? undefined : at;
}

const isReal = (day: string): boolean =>
  !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) && new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) === day;

/** "Thu 15 Jan 2026, 10:00", as a person there reads it. */
export function sayLocally(at: Date, timeZone: string): string {
  const said = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string) => said.find((one) => one.type === type)?.value ?? "";
  return `${part("weekday")} ${part("day")} ${part("month")} ${part("year")}, ${part("hour")}:${part("minute")}`;
}
