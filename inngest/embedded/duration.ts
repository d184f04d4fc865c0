const unitMs: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** "1d2h30m" in milliseconds; undefined when it is not a duration. */
export function durationMs(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|w|d|h|m|s))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|w|d|h|m|s)/g)) total += Number(amount) * (unitMs[unit ?? ""] ?? 0);
  return total;
}

export type Due = { delay: number } | { until: number };

/** What the SDK writes where a time is meant: a duration, or an ISO date for sleepUntil. */
export function dueOf(text: string): Due | undefined {
  const delay = durationMs(text);
  if (delay !== undefined) return { delay };
  const until = Date.parse(text);
  return Number.isNaN(until) ? undefined : { until };
}
