import type { ModelScore, ScorePart } from "#lib/kernel/meter.ts";

/** What weighs how much in the choice of a model; together 1. */
export const scoreWeights: Record<ScorePart, number> = {
  suitability: 0.3,
  reliability: 0.2,
  speed: 0.1,
  context: 0.2,
  cost: 0.1,
  local: 0.1,
};

export type Candidate = {
  model: string;
  /** The one that the operator named. */
  isWanted: boolean;
  isLocal: boolean;
  /** How many tokens it reads at once. */
  window: number;
  /** What this call would cost at it, in millionths of a dollar. */
  micros: number;
  /** Of its latest calls: how many failed, from 0 to 1, and how long one took. Nothing is known of one that was not asked lately. */
  errorRate: number;
  seconds: number | undefined;
};
export type Need = { tokens: number; mostMicros?: number };

/** What nobody knows of a model that was not asked lately. */
const unknownSeconds = 1;
/** What suits where nobody said which is wanted. */
const usualSuitability = 0.5;

/**
 * Which model to ask first, and why: 0.3 suitability + 0.2 (1 − error rate) + 0.1 / (1 + seconds of a call) + 0.2 if it reads as much as is
 * needed + 0.1 if it costs no more than may be spent + 0.1 if it runs at home. Of equals the one at home comes first, then the one that
 * is configured first.
 */
export function scoreModels(candidates: readonly Candidate[], { tokens, mostMicros = Number.POSITIVE_INFINITY }: Need): ModelScore[] {
  const scored = candidates.map(({ model, isWanted, isLocal, window, micros, errorRate, seconds = unknownSeconds }) => {
    const parts: Record<ScorePart, number> = {
      suitability: isWanted ? 1 : usualSuitability,
      reliability: 1 - errorRate,
      speed: 1 / (1 + seconds),
      context: window >= tokens ? 1 : 0,
      cost: micros <= mostMicros ? 1 : 0,
      local: isLocal ? 1 : 0,
    };
    const score = (Object.keys(parts) as ScorePart[]).reduce((sum, part) => sum + scoreWeights[part] * parts[part], 0);
    return { model, score: rounded(score), parts: { ...parts, reliability: rounded(parts.reliability), speed: rounded(parts.speed) } };
  });
  return scored.sort((one, other) => other.score - one.score || other.parts.local - one.parts.local);
}

const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
