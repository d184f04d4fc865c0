import * as chrono from "chrono-node/en";
import type { Language } from "../decision.ts";

export type Period = { from: string; to: string };
export type Tense = "past" | "future";

/** Words that say when. What `December` is depends on whether one looks back or ahead. */
export type TimeMention = {
  start: number;
  end: number;
  text: string;
  /** Absent for a time of day alone. */
  period?: (tense: Tense) => Period;
  clock?: string;
  minutes?: number;
};

export type Calendar = { today: string; time: string; weekStart: 0 | 1; monthFirst: boolean };

const dayMs = 86_400_000;
const utc = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
export const addDays = (day: string, days: number) => dayOf(utc(day) + days * dayMs);
const yearOf = (day: string) => Number(day.slice(0, 4));
const monthOf = (day: string) => Number(day.slice(5, 7));
const weekday = (day: string) => new Date(utc(day)).getUTCDay();

export function localDay(now: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "01";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

export function calendarOf(now: Date, timeZone: string, language: Language): Calendar {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(now);
  return {
    today: localDay(now, timeZone),
    time,
    weekStart: timeZone === "Asia/Jerusalem" || language === "he" ? 0 : 1,
    monthFirst: timeZone.startsWith("America/"),
  };
}

function months(year: number, first: number, count: number): Period {
  const from = Date.UTC(year, first - 1, 1);
  return { from: dayOf(from), to: dayOf(Date.UTC(year, first - 1 + count, 0)) };
}

const wholeYear = (year: number) => months(year, 1, 12);

/** A month (or quarter) without its year: the latest that has begun, looking back; the next that has not ended, looking ahead. */
function nearest(of: (year: number) => Period, today: string, tense: Tense): Period {
  const year = yearOf(today);
  if (tense === "past") return of(year).from <= today ? of(year) : of(year - 1);
  return of(year).to >= today ? of(year) : of(year + 1);
}

type Unit = "day" | "week" | "month" | "quarter" | "year";

function unitAround(day: string, unit: Unit, shift: number, weekStart: 0 | 1): Period {
  if (unit === "day") return { from: addDays(day, shift), to: addDays(day, shift) };
  if (unit === "week") {
    const from = addDays(day, -((weekday(day) - weekStart + 7) % 7) + shift * 7);
    return { from, to: addDays(from, 6) };
  }
  if (unit === "year") return wholeYear(yearOf(day) + shift);
  const size = unit === "quarter" ? 3 : 1;
  const first = Math.floor((monthOf(day) - 1) / size) * size + 1;
  const at = new Date(Date.UTC(yearOf(day), first - 1 + shift * size, 1));
  return months(at.getUTCFullYear(), at.getUTCMonth() + 1, size);
}

function span(today: string, unit: Unit, count: number, ahead: boolean): Period {
  if (unit === "day" || unit === "week") {
    const days = count * (unit === "week" ? 7 : 1);
    return ahead ? { from: today, to: addDays(today, days) } : { from: addDays(today, -days), to: today };
  }
  const at = new Date(utc(today));
  const day = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + (ahead ? 1 : -1) * count * { month: 1, quarter: 3, year: 12 }[unit]);
  at.setUTCDate(Math.min(day, new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()));
  const other = dayOf(at.getTime());
  return ahead ? { from: today, to: other } : { from: other, to: today };
}

const monthNames = {
  en: [
    "january|jan",
    "february|feb",
    "march|mar",
    "april|apr",
    "may",
    "june|jun",
    "july|jul",
    "august|aug",
    "september|sept|sep",
    "october|oct",
    "november|nov",
    "december|dec",
  ],
  he: ["ינואר", "פברואר", "מרץ|מרס", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"],
};
const monthNumber = (word: string) =>
  ([...monthNames.en, ...monthNames.he].findIndex((names) => names.split("|").includes(word.toLowerCase())) % 12) + 1;

const weekdays = {
  en: ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"],
  he: ["ראשון", "שני", "שלישי", "רביעי", "חמישי", "שישי", "שבת"],
};
const counts: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  couple: 2,
  "couple of": 2,
  "a couple of": 2,
  few: 3,
  "a few": 3,
  אחד: 1,
  אחת: 1,
  שני: 2,
  שתי: 2,
  שניים: 2,
  שלושה: 3,
  שלוש: 3,
  שלושת: 3,
  ארבעה: 4,
  ארבע: 4,
  ארבעת: 4,
  חמישה: 5,
  חמש: 5,
  שישה: 6,
  שש: 6,
  שבעה: 7,
  שבע: 7,
  שמונה: 8,
  תשעה: 9,
  תשע: 9,
  עשרה: 10,
  עשר: 10,
};
export const countOf = (word: string) => counts[word.toLowerCase()] ?? Number(word);
const units: Record<string, Unit> = {
  day: "day",
  days: "day",
  week: "week",
  weeks: "week",
  month: "month",
  months: "month",
  quarter: "quarter",
  quarters: "quarter",
  year: "year",
  years: "year",
  יום: "day",
  ימים: "day",
  הימים: "day",
  שבוע: "week",
  שבועות: "week",
  השבועות: "week",
  חודש: "month",
  חודשים: "month",
  החודשים: "month",
  רבעון: "quarter",
  רבעונים: "quarter",
  הרבעונים: "quarter",
  שנה: "year",
  שנים: "year",
  השנים: "year",
};
const hours: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  אחת: 1,
  שתיים: 2,
  שלוש: 3,
  ארבע: 4,
  חמש: 5,
  שש: 6,
  שבע: 7,
  שמונה: 8,
  תשע: 9,
  עשר: 10,
  "אחת עשרה": 11,
  "שתים עשרה": 12,
};
const afternoon = (hour: number) => (hour < 7 ? hour + 12 : hour);
const ordinals: Record<string, number> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  "1st": 1,
  "2nd": 2,
  "3rd": 3,
  "4th": 4,
  ראשון: 1,
  הראשון: 1,
  שני: 2,
  השני: 2,
  שלישי: 3,
  השלישי: 3,
  רביעי: 4,
  הרביעי: 4,
};

type Rule = { pattern: RegExp; take(hit: RegExpExecArray, calendar: Calendar): Omit<TimeMention, "start" | "end" | "text"> | undefined };

const before = "(?<![\\p{L}\\p{N}])";
const after = "(?![\\p{L}\\p{N}])";
const rule = (source: string, take: Rule["take"]): Rule => ({ pattern: new RegExp(`${before}(?:${source})${after}`, "giu"), take });
const fixed = (period: Period) => ({ period: () => period });

const monthEn = `(${monthNames.en.join("|")})`;
const monthHe = `(${monthNames.he.join("|")})`;
const year = "((?:19|20)\\d\\d)";
const numberEn = "(\\d{1,3}|a couple of|couple of|a few|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|few)";
const numberHe = "(\\d{1,3}|שני|שתי|שלושה|שלוש|שלושת|ארבעה|ארבע|ארבעת|חמישה|חמש|שישה|שש|שבעה|שבע|שמונה|תשעה|תשע|עשרה|עשר)";

function aMonth(name: string, written: string | undefined, calendar: Calendar) {
  const month = monthNumber(name);
  return written === undefined
    ? { period: (tense: Tense) => nearest((at) => months(at, month, 1), calendar.today, tense) }
    : fixed(months(Number(written), month, 1));
}

function monthRange(first: string, firstYear: string | undefined, last: string, lastYear: string | undefined, calendar: Calendar) {
  return {
    period: (tense: Tense) => {
      const end = aMonth(last, lastYear, calendar).period(tense);
      const begin = months(
        firstYear === undefined ? yearOf(end.from) - (monthNumber(first) <= monthNumber(last) ? 0 : 1) : Number(firstYear),
        monthNumber(first),
        1,
      );
      return { from: begin.from, to: end.to };
    },
  };
}

function aDate(day: number, month: number, written: number | undefined, calendar: Calendar) {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const on = (at: number): Period => {
    const made = dayOf(Date.UTC(at, month - 1, day));
    return { from: made, to: made };
  };
  return written === undefined
    ? { period: (tense: Tense) => nearest(on, calendar.today, tense) }
    : fixed(on(written < 100 ? 2000 + written : written));
}

function aWeekday(index: number, which: "last" | "next" | undefined, calendar: Calendar) {
  const ahead = (index - weekday(calendar.today) + 7) % 7;
  const on = (days: number): Period => ({ from: addDays(calendar.today, days), to: addDays(calendar.today, days) });
  if (which === "last") return fixed(on(ahead === 0 ? -7 : ahead - 7));
  if (which === "next") return fixed(on(ahead === 0 ? 7 : ahead));
  return { period: (tense: Tense) => on(tense === "future" || ahead === 0 ? ahead : ahead - 7) };
}

function quarter(index: number, written: string | undefined, calendar: Calendar, size = 3) {
  const of = (at: number) => months(at, (index - 1) * size + 1, size);
  return written === undefined ? { period: (tense: Tense) => nearest(of, calendar.today, tense) } : fixed(of(Number(written)));
}

const relative = (unit: Unit, shift: number) => (_: RegExpExecArray, calendar: Calendar) =>
  fixed(unitAround(calendar.today, unit, shift, calendar.weekStart));
const isBack = /^(last|past|previous|שעבר|שעברה|הקודם|הקודמת|האחרון|האחרונה)$/i;
const isAhead = /^(next|coming|following|upcoming|הבא|הבאה|הקרוב|הקרובה)$/i;
const shiftOf = (word: string) => {
  if (isBack.test(word)) return -1;
  return isAhead.test(word) ? 1 : 0;
};
/** Which way a word shows: "last", "next", or neither. */
function sideOf(words: string): "last" | "next" | undefined {
  const shift = shiftOf(words.trim());
  if (shift === 0) return undefined;
  return shift < 0 ? "last" : "next";
}

function clockText(hour: number, minute: number): string | undefined {
  return hour > 23 || minute > 59 ? undefined : `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

const lead = "(?:(?:in|during|of|for|from|on|over|by|within)\\s+)?(?:the\\s+)?";

const both: Rule[] = [
  rule("(?:on\\s+|ב-?)?(\\d{4})-(\\d{2})-(\\d{2})", (hit, calendar) => aDate(Number(hit[3]), Number(hit[2]), Number(hit[1]), calendar)),
  rule("(?:on\\s+|ב-?)?(\\d{1,2})[./](\\d{1,2})(?:[./](\\d{4}|\\d{2}))?(?!:)", (hit, calendar) => {
    const [a, b] = [Number(hit[1]), Number(hit[2])];
    return aDate(
      calendar.monthFirst && b <= 31 && a <= 12 ? b : a,
      calendar.monthFirst && b <= 31 && a <= 12 ? a : b,
      hit[3] === undefined ? undefined : Number(hit[3]),
      calendar,
    );
  }),
  rule(`${lead}(?:ב-?|ל-?|של )?q([1-4])(?:\\s+(?:of\\s+)?${year})?`, (hit, calendar) => quarter(Number(hit[1]), hit[2], calendar)),
  rule(`${lead}(?:ב-?|ל-?|של )?h([12])(?:\\s+(?:of\\s+)?${year})?`, (hit, calendar) => quarter(Number(hit[1]), hit[2], calendar, 6)),
];

const english: Rule[] = [
  rule(`(?:between|from)\\s+${monthEn}(?:\\s+${year})?\\s+(?:and|to|until|till|through)\\s+${monthEn}(?:\\s+${year})?`, (hit, calendar) =>
    monthRange(hit[1] ?? "", hit[2], hit[3] ?? "", hit[4], calendar),
  ),
  rule(`(?:on\\s+)?(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${monthEn}(?:,?\\s+${year})?`, (hit, calendar) =>
    aDate(Number(hit[1]), monthNumber(hit[2] ?? ""), hit[3] === undefined ? undefined : Number(hit[3]), calendar),
  ),
  rule(`(?:on\\s+)?${monthEn}\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+${year})?`, (hit, calendar) =>
    aDate(Number(hit[2]), monthNumber(hit[1] ?? ""), hit[3] === undefined ? undefined : Number(hit[3]), calendar),
  ),
  rule(`since\\s+${monthEn}(?:\\s+${year})?`, (hit, calendar) => ({
    period: () => ({ from: aMonth(hit[1] ?? "", hit[2], calendar).period("past").from, to: calendar.today }),
  })),
  rule(`since\\s+(?:the\\s+(?:beginning|start)\\s+of\\s+)?(?:${year}|the year)`, (hit, calendar) =>
    fixed({ from: hit[1] === undefined ? wholeYear(yearOf(calendar.today)).from : wholeYear(Number(hit[1])).from, to: calendar.today }),
  ),
  // "may" and "march" are months only after a preposition, with a year, or with a capital.
  rule(
    `(?:(?:in|during|of|for|from|by|through|this|last|next|until)\\s+)(?:early\\s+|late\\s+|mid\\s+)?${monthEn}(?:\\s+(?:of\\s+)?${year})?`,
    (hit, calendar) => {
      const side = sideOf(hit[0].split(/\s/, 1)[0] ?? "");
      const month = aMonth(hit[1] ?? "", hit[2], calendar);
      return side === undefined ? month : { period: () => month.period(side === "last" ? "past" : "future") };
    },
  ),
  rule(`${monthEn}\\s+${year}`, (hit, calendar) => aMonth(hit[1] ?? "", hit[2], calendar)),
  {
    pattern: new RegExp(`${before}(January|February|March|April|May|June|July|August|September|October|November|December)${after}`, "gu"),
    take: (hit, calendar) => aMonth(hit[1] ?? "", undefined, calendar),
  },
  rule(`${lead}(first|second|third|fourth|1st|2nd|3rd|4th)\\s+quarter(?:\\s+(?:of\\s+)?${year})?`, (hit, calendar) =>
    quarter(ordinals[(hit[1] ?? "").toLowerCase()] ?? 1, hit[2], calendar),
  ),
  rule(`${lead}(first|second)\\s+half\\s+of\\s+${year}`, (hit, calendar) =>
    quarter(ordinals[(hit[1] ?? "").toLowerCase()] ?? 1, hit[2], calendar, 6),
  ),
  rule(`${lead}(last|past|previous|next|coming|upcoming)\\s+${numberEn}\\s+(days?|weeks?|months?|quarters?|years?)`, (hit, calendar) =>
    fixed(span(calendar.today, units[(hit[3] ?? "").toLowerCase()] ?? "day", countOf(hit[2] ?? "1"), shiftOf(hit[1] ?? "") > 0)),
  ),
  rule(`${numberEn}\\s+(days?|weeks?|months?|years?)\\s+ago`, (hit, calendar) => {
    const at = span(calendar.today, units[(hit[2] ?? "").toLowerCase()] ?? "day", countOf(hit[1] ?? "1"), false).from;
    return fixed(
      /^day/i.test(hit[2] ?? "")
        ? { from: at, to: at }
        : unitAround(at, units[(hit[2] ?? "").toLowerCase()] ?? "day", 0, calendar.weekStart),
    );
  }),
  rule(`${lead}(last|past|previous|this|current|next|coming|upcoming|following)\\s+(week|month|quarter|year)`, (hit, calendar) =>
    fixed(unitAround(calendar.today, units[(hit[2] ?? "").toLowerCase()] ?? "week", shiftOf(hit[1] ?? ""), calendar.weekStart)),
  ),
  rule("(?:on\\s+)?the day after tomorrow", relative("day", 2)),
  rule("(?:for\\s+|by\\s+)?tomorrow(?:'s|’s)?", relative("day", 1)),
  rule("(?:for\\s+)?(?:today|tonight|this (?:morning|afternoon|evening))(?:'s|’s)?", relative("day", 0)),
  rule("yesterday(?:'s|’s)?", relative("day", -1)),
  rule(`(?:on\\s+|for\\s+|by\\s+)?(next\\s+|this\\s+|last\\s+|coming\\s+)?(${weekdays.en.join("|")})`, (hit, calendar) =>
    aWeekday(weekdays.en.indexOf((hit[2] ?? "").toLowerCase()), sideOf(hit[1] ?? ""), calendar),
  ),
  rule(`(?:in|of|from|during|for|since)\\s+(?:the year\\s+)?${year}`, (hit, calendar) =>
    fixed(/^since/i.test(hit[0]) ? { from: wholeYear(Number(hit[1])).from, to: calendar.today } : wholeYear(Number(hit[1]))),
  ),
  rule(year, (hit) => fixed(wholeYear(Number(hit[1])))),
  rule("(?:for\\s+|of\\s+|lasting\\s+)?(?:half an hour|(?:a\\s+)?half[- ]hour)", () => ({ minutes: 30 })),
  rule(`(?:for\\s+|of\\s+|lasting\\s+)?${numberEn}[- ](hours?|minutes?|mins?)(?:[- ]long)?`, (hit) => ({
    minutes: countOf(hit[1] ?? "1") * (/^h/i.test(hit[2] ?? "") ? 60 : 1),
  })),
  rule("(?:at\\s+)?(\\d{1,2})(?::(\\d{2}))?\\s*(am|pm|a\\.m\\.|p\\.m\\.)", (hit) =>
    withClock((Number(hit[1]) % 12) + (/^p/i.test(hit[3] ?? "") ? 12 : 0), Number(hit[2] ?? 0)),
  ),
  rule("(?:at\\s+)?(\\d{1,2}):(\\d{2})", (hit) => withClock(Number(hit[1]), Number(hit[2]))),
  // "at 3" is in the afternoon: nobody meets at three at night.
  rule("at\\s+(\\d{1,2})(?:\\s+o'clock)?(?!\\s*(?:people|%|[\\p{L}]))", (hit) => withClock(afternoon(Number(hit[1])), 0)),
  rule("at\\s+(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:\\s+o'clock)?(?!\\s+[\\p{L}])", (hit) =>
    withClock(afternoon(hours[(hit[1] ?? "").toLowerCase()] ?? 12), 0),
  ),
  rule("at noon", () => withClock(12, 0)),
];

function withClock(hour: number, minute: number) {
  const clock = clockText(hour, minute);
  return clock === undefined ? undefined : { clock };
}

const pre = "(?:[ושכ]{0,2}[בלמה]?-?)";
const hebrewRules: Rule[] = [
  rule(`(?:בין|מ-?)\\s*(?:חודש\\s+)?${monthHe}(?:\\s+${year})?\\s+(?:ל-?|עד\\s+|ועד\\s+)${monthHe}(?:\\s+${year})?`, (hit, calendar) =>
    monthRange(hit[1] ?? "", hit[2], hit[3] ?? "", hit[4], calendar),
  ),
  rule(`(?:ב-?|ל-?|מ-?)?(\\d{1,2})\\s+[בל]?${monthHe}(?:\\s+${year})?`, (hit, calendar) =>
    aDate(Number(hit[1]), monthNumber(hit[2] ?? ""), hit[3] === undefined ? undefined : Number(hit[3]), calendar),
  ),
  rule(`מאז\\s+(?:חודש\\s+)?${monthHe}(?:\\s+${year})?`, (hit, calendar) => ({
    period: () => ({ from: aMonth(hit[1] ?? "", hit[2], calendar).period("past").from, to: calendar.today }),
  })),
  rule(`(?:מאז|מתחילת)\\s+(?:שנת\\s+)?(?:${year}|השנה)`, (hit, calendar) =>
    fixed({ from: wholeYear(hit[1] === undefined ? yearOf(calendar.today) : Number(hit[1])).from, to: calendar.today }),
  ),
  rule(`${pre}(?:חודש\\s+)?${monthHe}(?:\\s+(?:של\\s+)?(?:שנת\\s+)?${year}|\\s+(האחרון|שעבר|הבא|הקרוב))?`, (hit, calendar) => {
    const month = aMonth(hit[1] ?? "", hit[2], calendar);
    const shift = shiftOf(hit[3] ?? "");
    return shift === 0 ? month : { period: () => month.period(shift < 0 ? "past" : "future") };
  }),
  rule(`${pre}רבעון\\s+(ה?ראשון|ה?שני|ה?שלישי|ה?רביעי)(?:\\s+(?:של\\s+)?(?:שנת\\s+)?${year})?`, (hit, calendar) =>
    quarter(ordinals[hit[1] ?? ""] ?? 1, hit[2], calendar),
  ),
  rule(`${pre}(שבוע|חודש|רבעון|שנה)\\s+(שעברה?|הבאה?|הקרובה?|הקודמת?|האחרונה?)`, (hit, calendar) =>
    fixed(unitAround(calendar.today, units[hit[1] ?? ""] ?? "week", shiftOf(hit[2] ?? ""), calendar.weekStart)),
  ),
  rule(`${pre}(?:שבועיים|חודשיים|יומיים|שנתיים)\\s+(האחרונים|האחרונות|הבאים|הקרובים|הקרובות)`, (hit, calendar) =>
    fixed(span(calendar.today, dualUnit(hit[0]), 2, /הבא|הקרוב/.test(hit[1] ?? ""))),
  ),
  rule(
    `${pre}${numberHe}\\s+(ה?ימים|ה?שבועות|ה?חודשים|ה?רבעונים|ה?שנים)\\s+(האחרונים|האחרונות|הבאים|הבאות|הקרובים|הקרובות)`,
    (hit, calendar) => fixed(span(calendar.today, units[hit[2] ?? ""] ?? "day", countOf(hit[1] ?? "1"), /הבא|הקרוב/.test(hit[3] ?? ""))),
  ),
  rule(`לפני\\s+(?:${numberHe}\\s+)?(יום|ימים|שבוע|שבועות|חודש|חודשים|שנה|שנים|שבועיים|חודשיים|יומיים)`, (hit, calendar) =>
    ago(hit, calendar, false),
  ),
  rule(`(?:בעוד|עוד|תוך)\\s+(?:${numberHe}\\s+)?(יום|ימים|שבוע|שבועות|חודש|חודשים|שבועיים|חודשיים|יומיים)`, (hit, calendar) =>
    ago(hit, calendar, true),
  ),
  rule(`${pre}מחרתיים`, relative("day", 2)),
  rule(`${pre}מחר`, relative("day", 1)),
  rule("[ושל]?היום", relative("day", 0)),
  rule("[ושמ]?אתמול", relative("day", -1)),
  rule("[ושמ]?שלשום", relative("day", -2)),
  rule("[ושבל]?השבוע", relative("week", 0)),
  rule("[ושבל]?החודש", relative("month", 0)),
  rule("[ושבל]?הרבעון", relative("quarter", 0)),
  rule("[ושבל]?השנה", relative("year", 0)),
  rule("[ושב]?אשתקד", relative("year", -1)),
  rule(`${pre}(?:יום\\s+)(ראשון|שני|שלישי|רביעי|חמישי|שישי|שבת)(?:\\s+(הבא|הקרוב|שעבר|האחרון))?`, (hit, calendar) =>
    aWeekday(weekdays.he.indexOf(hit[1] ?? ""), sideOf(hit[2] ?? ""), calendar),
  ),
  rule(`(?:[ושכ]?[בלמ]?-?\\s?(?:שנת\\s+)?|של\\s+(?:שנת\\s+)?)${year}`, (hit) => fixed(wholeYear(Number(hit[1])))),
  rule("(?:של |למשך |ל)?חצי שעה", () => ({ minutes: 30 })),
  rule("(?:של |למשך |ל)?רבע שעה", () => ({ minutes: 15 })),
  rule("(?:של |למשך |ל)?שעה וחצי", () => ({ minutes: 90 })),
  rule("(?:של |למשך |ל)?שעתיים", () => ({ minutes: 120 })),
  rule(`(?:של |למשך |ל-?)?${numberHe}\\s+(דקות|שעות)`, (hit) => ({ minutes: countOf(hit[1] ?? "1") * (hit[2] === "שעות" ? 60 : 1) })),
  rule("[ובל]?-?(?:שעה\\s+)?(\\d{1,2}):(\\d{2})", (hit) => withClock(Number(hit[1]), Number(hit[2]))),
  rule("[ובל]?שעה\\s+(\\d{1,2})", (hit) => withClock(afternoon(Number(hit[1])), 0)),
  rule(
    "[ו]?ב(?:שעה\\s+)?(אחת עשרה|שתים עשרה|אחת|שתיים|שלוש|ארבע|חמש|שש|שבע|שמונה|תשע|עשר)(\\s+וחצי)?(?!\\s+(?:ה?ימים|ה?שנים|ה?שבועות|ה?חודשים|ה?פגישות|ה?שעות|ה?דקות))",
    (hit) => withClock(afternoon(hours[hit[1] ?? ""] ?? 12), hit[2] === undefined ? 0 : 30),
  ),
  rule("(?:של |למשך |ל)שעה", () => ({ minutes: 60 })),
];

/** שבועיים, חודשיים, שנתיים, יומיים. */
function dualUnit(words: string): Unit {
  const [, unit] = (
    [
      ["שבוע", "week"],
      ["חודש", "month"],
      ["שנת", "year"],
    ] as const
  ).find(([stem]) => words.includes(stem)) ?? ["", "day"];
  return unit;
}

function ago(hit: RegExpExecArray, calendar: Calendar, ahead: boolean) {
  const word = hit[2] ?? "יום";
  const two = /יים$/.test(word);
  const unit = two ? dualUnit(word) : (units[word] ?? "day");
  const reach = span(calendar.today, unit, two ? 2 : countOf(hit[1] ?? "1"), ahead);
  const at = ahead ? reach.to : reach.from;
  return fixed(unit === "day" ? { from: at, to: at } : unitAround(at, unit, 0, calendar.weekStart));
}

/** Every mention of a time, in the order of the text, none overlapping. Longer and more exact readings win. */
export function findTimes(text: string, language: Language, calendar: Calendar): TimeMention[] {
  const found: TimeMention[] = [];
  const free = (start: number, end: number) => found.every((other) => end <= other.start || start >= other.end);
  const rules = language === "he" ? [...both, ...hebrewRules, ...english] : [...both, ...english];
  for (const { pattern, take } of rules)
    for (const hit of text.matchAll(pattern)) {
      const [start, end] = [hit.index, hit.index + hit[0].length];
      if (!free(start, end)) continue;
      const taken = take(hit as RegExpExecArray, calendar);
      if (taken !== undefined) found.push({ start, end, text: hit[0].trim(), ...taken });
    }
  for (const rest of restOfEnglish(text, found, calendar)) if (free(rest.start, rest.end)) found.push(rest);
  return found.sort((a, b) => a.start - b.start);
}

/** What our own rules leave ("in two weeks", "end of the month") goes to chrono, on a clock that stands at the workspace's own noon. */
function restOfEnglish(text: string, found: TimeMention[], calendar: Calendar): TimeMention[] {
  let left = text;
  for (const { start, end } of found) left = left.slice(0, start) + " ".repeat(end - start) + left.slice(end);
  if (!/[a-z]/i.test(left)) return [];
  const results = chrono.casual.parse(left, { instant: new Date(`${calendar.today}T12:00:00Z`), timezone: 0 });
  return results.flatMap(({ index, text: words, start, end }) => {
    const day = (at: typeof start) => dayOf(Date.UTC(at.get("year") ?? 1970, (at.get("month") ?? 1) - 1, at.get("day") ?? 1));
    const dated = start.isCertain("day") || start.isCertain("weekday") || start.isCertain("month");
    const timed = start.isCertain("hour");
    if (!dated && !timed) return [];
    const clock = timed ? clockText(start.get("hour") ?? 0, start.get("minute") ?? 0) : undefined;
    const period = { from: day(start), to: day(end ?? start) };
    return [
      { start: index, end: index + words.length, text: words, ...(dated ? fixed(period) : {}), ...(clock === undefined ? {} : { clock }) },
    ];
  });
}
