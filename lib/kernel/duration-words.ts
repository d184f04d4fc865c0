/** A length of time as people say it: “600 ms”, “1.5 s”, “5 min”, “2 h”. */
export function durationWords(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${short(ms / 1_000)} s`;
  return ms < 7_200_000 ? `${short(ms / 60_000)} min` : `${short(ms / 3_600_000)} h`;
}

const short = (value: number): string => String(Math.round(value * 10) / 10);
