import type { Span } from "./spans.ts";

/** Where a moment stands between the first (0) and the last (1). */
export type TimeScale = { from: number; to: number; at(time: number): number; isSqueezed: boolean };

/** A stretch in which nobody worked is drawn no wider than this part of the whole. */
const idleShare = 0.08;

/**
 * Hours of waiting for a person would leave nothing to see of the seconds of work. `squeeze` draws a stretch in which no step
 * queued or worked at a small fixed width; without it every second is as wide as every other.
 */
export function timeScale(spans: readonly Span[], { now, squeeze }: { now: number; squeeze: boolean }): TimeScale {
  const from = spans.reduce((least, span) => Math.min(least, span.from), now);
  const to = spans.reduce((most, span) => Math.max(most, span.to ?? now), from + 1);
  const true_ = { from, to, at: (time: number) => clamp((time - from) / (to - from)), isSqueezed: false };
  if (!squeeze) return true_;
  const stretches = stretchesOf(spans, { from, to, now });
  const busyMs = stretches.reduce((sum, one) => (one.isBusy ? sum + one.to - one.from : sum), 0);
  const idleMs = Math.max(busyMs * idleShare, 1);
  const isWorthIt = stretches.some((one) => !one.isBusy && one.to - one.from > idleMs);
  if (!isWorthIt || busyMs === 0) return true_;
  const widths = stretches.map((one) => (one.isBusy ? one.to - one.from : Math.min(one.to - one.from, idleMs)));
  const whole = widths.reduce((sum, width) => sum + width, 0);
  return {
    from,
    to,
    isSqueezed: true,
    at(time) {
      let before = 0;
      for (const [i, one] of stretches.entries()) {
        const width = widths[i] ?? 0;
        if (time <= one.to) return clamp((before + width * clamp((time - one.from) / Math.max(1, one.to - one.from))) / whole);
        before += width;
      }
      return 1;
    },
  };
}

type Stretch = { from: number; to: number; isBusy: boolean };

/** The time from the first to the last moment, cut where work begins and ends. */
function stretchesOf(spans: readonly Span[], { from, to, now }: { from: number; to: number; now: number }): Stretch[] {
  const busy = spans
    .filter(({ kind }) => kind === "work" || kind === "queue")
    .map((span) => ({ from: span.from, to: Math.max(span.to ?? now, span.from + 1) }))
    .sort((a, b) => a.from - b.from);
  const stretches: Stretch[] = [];
  let at = from;
  for (const one of busy) {
    if (one.to <= at) continue;
    if (one.from > at) stretches.push({ from: at, to: one.from, isBusy: false });
    const begin = Math.max(at, one.from);
    const last = stretches.at(-1);
    if (last?.isBusy) last.to = one.to;
    else stretches.push({ from: begin, to: one.to, isBusy: true });
    at = one.to;
  }
  if (at < to) stretches.push({ from: at, to, isBusy: false });
  return stretches;
}

const clamp = (part: number): number => Math.min(1, Math.max(0, part));
