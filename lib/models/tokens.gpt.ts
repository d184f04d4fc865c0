import { besideText, mostTokens } from "./tokens.ts";

export type CountTokens = (text: string) => number;

/** Models whose vocabulary is published: OpenAI's own, under their own names. Another server behind its interface has another one. */
const published = /^(?:gpt-|chatgpt-|o\d)/;

/** The tokenizer's work grows with the square of a run without a space: it is given pieces, and what is longer than this is bounded. */
const pieceChars = 500;
const longestChars = 400_000;

/** Counts as the model will, where that can be known; a piece cut in two counts a token more, never less. Else the most that it can be. */
export async function counterFor({ provider, model }: { provider: string; model: string }): Promise<CountTokens> {
  if (provider !== "openai" || !published.test(model)) return mostTokens;
  // Two megabytes of vocabulary, which nobody else has to load.
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  const plain = { disallowedSpecial: new Set<string>() };
  return (text) => {
    if (text.length > longestChars) return mostTokens(text);
    let count = besideText;
    for (let from = 0; from < text.length; from += pieceChars) count += countTokens(text.slice(from, from + pieceChars), plain) + 1;
    return Math.min(count, mostTokens(text));
  };
}
