import { buckets, type Part } from "#lib/safety/guardrails/likeness/features.ts";
import { type Model, widest } from "#lib/safety/guardrails/likeness/likeness.ts";

type Window = { from: number; to: number; features: number[] };
/** A bag of places, of which the likeliest is to be like what is looked for, or none is. */
export type Example = { windows: Window[]; label: 0 | 1; weight: number };

const rounds = 14;
/** The weights of the rounds after so many are averaged (B. Polyak and A. Juditsky, 1992). */
const settling = 4;
const rate = 0.5;
const shrink = 1e-5;

/** A text as bags of places; what stands beside a marked order is harmless. */
export function examplesOf(parts: Part[], label: 0 | 1, marked?: { start: number; end: number }): Example[] {
  const windows = parts.flatMap((_, from) =>
    Array.from({ length: Math.min(widest, parts.length - from) }, (_, more) => ({
      from,
      to: from + more,
      features: parts.slice(from, from + more + 1).flatMap(({ features }) => features),
    })),
  );
  if (label === 0 || !marked) return [{ windows, label, weight: 1 }];
  const isInside = ({ from, to }: Window) => (parts[from] as Part).start < marked.end && (parts[to] as Part).end > marked.start;
  return [
    { windows: windows.filter(isInside), label: 1, weight: 1 },
    { windows: windows.filter((window) => !isInside(window)), label: 0, weight: 0.5 },
  ];
}

/**
 * Logistic regression over the likeliest place of each bag, by AdaGrad (J. Duchi et al., 2011), with weights that shrink and are averaged
 * in the end. The same examples give the same model.
 */
export function learn(examples: readonly Example[]): Model {
  const weights = new Float32Array(buckets);
  const settled = new Float32Array(buckets);
  const steps = new Float32Array(buckets).fill(1e-3);
  let bias = -1;
  let biasSteps = 1;
  const random = randomFrom(7);
  const order = examples.map((_, at) => at);
  for (let round = 0; round < rounds; round++) {
    if (round >= settling) for (const [feature, weight] of weights.entries()) settled[feature] = (settled[feature] as number) + weight;
    shuffle(order, random);
    for (const at of order) {
      const { windows, label, weight } = examples[at] as Example;
      const [chosen, sum] = likeliestOf(windows, weights, bias);
      if (!chosen) continue;
      const error = (1 / (1 + Math.exp(-sum)) - label) * weight;
      if (Math.abs(error) < 0.01) continue;
      const each = error / Math.sqrt(chosen.features.length);
      for (const feature of chosen.features) {
        const slope = each + shrink * (weights[feature] as number);
        const step = (steps[feature] as number) + slope * slope;
        steps[feature] = step;
        weights[feature] = (weights[feature] as number) - (rate * slope) / Math.sqrt(step);
      }
      biasSteps += error * error;
      bias -= (rate * error) / Math.sqrt(biasSteps);
    }
  }
  return quantised(
    settled.map((sum) => sum / (rounds - settling)),
    bias,
  );
}

function likeliestOf(windows: Window[], weights: Float32Array, bias: number): [Window | undefined, number] {
  let chosen: Window | undefined;
  let best = Number.NEGATIVE_INFINITY;
  for (const window of windows) {
    let sum = 0;
    for (const feature of window.features) sum += weights[feature] as number;
    const at = sum / Math.sqrt(window.features.length) + bias;
    if (at > best) [best, chosen] = [at, window];
  }
  return [chosen, best];
}

/** A byte for each weight; the few that are larger than nearly all are cut. */
function quantised(weights: Float32Array, bias: number): Model {
  const most = weights.map(Math.abs).sort().at(-21) || 1;
  const scale = most / 127;
  return { weights: Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale)))), scale, bias };
}

/** A linear congruential generator: the order is no secret, and always the same. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffle(list: number[], random: () => number): void {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [list[at], list[other]] = [list[other] as number, list[at] as number];
  }
}
