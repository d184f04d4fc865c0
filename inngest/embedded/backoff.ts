const tableMs = [15, 30, 60, 120, 300, 600, 1_200, 2_400, 3_600, 7_200].map((seconds) => seconds * 1_000);
const jitterMs = 30_000;

/** The wait before the next try after `attempt` (0 is the first) failed; `luck` is a random number below 1. */
export function backoffMs(attempt: number, luck: number): number {
  return (tableMs[Math.min(attempt, tableMs.length - 1)] ?? 0) + Math.floor(luck * jitterMs);
}

/** The `retry-after` header: whole seconds, or an ISO date. Undefined when it says nothing that can be read. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (!header) return undefined;
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
