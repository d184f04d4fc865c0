import type { Part } from "./features.ts";

/** A linear model: a weight for each bucket of features, and what stands against every text. */
export type Model = { weights: Int8Array; scale: number; bias: number };

/** How likely it is that this stands in a text, from 0 to 1, and where. */
export type Likeness = { share: number; start: number; end: number };

/** How many sentences that follow each other are read as one. */
export const widest = 3;

/** The likeliest place of a text: a sentence, or two or three that follow each other. One pass, whatever the text. */
export function likeliest(parts: Part[], { weights, scale, bias }: Model): Likeness {
  const sums = parts.map(({ features }) => {
    let sum = 0;
    for (const feature of features) sum += weights[feature] as number;
    return sum * scale;
  });
  let best: Likeness = { share: 0, start: 0, end: 0 };
  for (const [from, first] of parts.entries()) {
    let sum = 0;
    let count = 0;
    for (let to = from; to < parts.length && to < from + widest; to++) {
      const last = parts[to] as Part;
      sum += sums[to] as number;
      count += last.features.length;
      const share = 1 / (1 + Math.exp(-(sum / Math.sqrt(count) + bias)));
      if (share > best.share) best = { share, start: first.start, end: last.end };
    }
  }
  return best;
}

/** A model as it is kept: the weights in base64, a byte each. */
export function modelFrom({ weights, scale, bias }: { weights: string; scale: number; bias: number }): Model {
  const bytes = atob(weights);
  return { weights: Int8Array.from(bytes, (char) => (char.charCodeAt(0) << 24) >> 24), scale, bias };
}
