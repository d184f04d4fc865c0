// Pages reckon with these in the browser, so nothing here brings a validator along.

export const budgetScopes = ["workspace", "workflow", "user"] as const;
export const budgetPeriods = ["day", "month"] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

export type Zone = "green" | "yellow" | "red" | "over";

/** A budget is well below 75 %, to be spared from there, and nearly gone from 85 %; at 100 % nothing more is called. */
export function zoneOf(percent: number): Zone {
  if (percent >= 100) return "over";
  if (percent >= 85) return "red";
  return percent >= 75 ? "yellow" : "green";
}

export const zoneWords: Record<Zone, string> = { green: "healthy", yellow: "warning", red: "critical", over: "used up" };

export type Limit = { limitMicros: number | null; limitTokens: number | null };
export type Used = { micros: number; tokens: number };

/** How much of the tighter limit is used, in percent; nothing where there is none. What nothing may be spent on is used up by the first. */
export function percentOf({ limitMicros, limitTokens }: Limit, { micros, tokens }: Used): number | undefined {
  const shares = [share(limitMicros, micros), share(limitTokens, tokens)].filter((one) => one !== undefined);
  return shares.length === 0 ? undefined : Math.max(...shares);
}

function share(limit: number | null, used: number): number | undefined {
  if (limit === null) return;
  if (limit === 0) return used > 0 ? 100 : 0;
  return (used * 100) / limit;
}

/** When a period that began on this day (UTC) is over. */
export function endOf(period: BudgetPeriod, starts: string): Date {
  const [year = 1970, month = 1, day = 1] = starts.split("-").map(Number);
  return new Date(period === "day" ? Date.UTC(year, month - 1, day + 1) : Date.UTC(year, month, 1));
}

export function startOf(period: BudgetPeriod, at: Date): string {
  const day = at.toISOString().slice(0, 10);
  return period === "day" ? day : `${day.slice(0, 7)}-01`;
}

/** Too little of a period says nothing of the rest. */
const leastShare = 0.02;

/** What the period comes to if it goes on as it went so far. */
export function forecastOf(period: BudgetPeriod, used: number, now: Date): number | undefined {
  const starts = startOf(period, now);
  const began = Date.parse(starts);
  const share = (now.getTime() - began) / (endOf(period, starts).getTime() - began);
  return share < leastShare ? undefined : Math.round(used / share);
}

export const dollars = (micros: number): string => `$${(micros / 1_000_000).toFixed(micros > 0 && micros < 10_000 ? 4 : 2)}`;

/** The limits of an execution, as those of a workspace. */
export const limitOf = ({ limitMicros, limitTokens }: { limitMicros?: number | undefined; limitTokens?: number | undefined }): Limit => ({
  limitMicros: limitMicros ?? null,
  limitTokens: limitTokens ?? null,
});

/** “$0.98 of $1.00 and 12,000 of 50,000 tokens”. */
export function usedOf({ limitMicros, limitTokens }: Limit, { micros, tokens }: Used): string {
  const parts = [
    limitMicros !== null && `${dollars(micros)} of ${dollars(limitMicros)}`,
    limitTokens !== null && `${tokens.toLocaleString("en")} of ${limitTokens.toLocaleString("en")} tokens`,
  ];
  return parts.filter(Boolean).join(" and ") || `${dollars(micros)} and ${tokens.toLocaleString("en")} tokens`;
}

/** Whether the second lets more through than the first: a higher limit, or none where there was one. */
export const isRaise = (from: Limit, to: Limit): boolean =>
  isLooser(from.limitMicros, to.limitMicros) || isLooser(from.limitTokens, to.limitTokens);

const isLooser = (from: number | null, to: number | null): boolean => from !== null && (to === null || to > from);

export const isSameLimit = (one: Limit, other: Limit): boolean =>
  one.limitMicros === other.limitMicros && one.limitTokens === other.limitTokens;

/** “$20.00 and 50,000 tokens”, or “no limit”. */
export function limitWords({ limitMicros, limitTokens }: Limit): string {
  const parts = [limitMicros !== null && dollars(limitMicros), limitTokens !== null && `${limitTokens.toLocaleString("en")} tokens`];
  return parts.filter(Boolean).join(" and ") || "no limit";
}

const periodWords: Record<string, string> = { day: "today's", month: "this month's", total: "the" };

/** “today's budget of the workspace”. */
export function budgetName(scope: string, period: string): string {
  return `${periodWords[period] ?? "the"} budget of ${scope === "user" ? "this person" : `the ${scope}`}`;
}
