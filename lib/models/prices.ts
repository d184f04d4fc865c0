/** US dollars for a million tokens, which are millionths of a dollar for one. */
export type Price = { input: number; output: number };
/** By the beginning of a model's name; the longest that fits counts. */
export type Prices = Record<string, Price>;

/** List prices of the spring of 2026, for where the operator says nothing of a model (`FERMATA_PRICES`). */
const listPrices: Prices = {
  "gpt-5.4-mini": { input: 0.75, output: 4.5 },
  "gpt-5.4": { input: 2.5, output: 15 },
  "gpt-5.5": { input: 5, output: 30 },
  "claude-haiku": { input: 1, output: 5 },
  "claude-sonnet": { input: 3, output: 15 },
  "claude-opus": { input: 5, output: 25 },
  "gemini-flash-lite": { input: 0.25, output: 1.5 },
  "gemini-flash": { input: 0.5, output: 3 },
  "gemini-pro": { input: 2, output: 12 },
};

/** A model in the cloud that nobody knows the price of is counted as the dearest, so that no budget is passed unseen. */
export function priceOf({ provider, model }: { provider: string; model: string }, own: Prices = {}): Price {
  const prices = { ...listPrices, ...own };
  const [known] = Object.entries(prices)
    .filter(([name]) => model === name || model.startsWith(name))
    .sort(([one], [other]) => other.length - one.length);
  if (known) return known[1];
  if (provider === "ollama") return { input: 0, output: 0 };
  const all = Object.values(prices);
  return { input: Math.max(0, ...all.map(({ input }) => input)), output: Math.max(0, ...all.map(({ output }) => output)) };
}

/** Whole millionths of a dollar, rounded up: many small calls are not for nothing. */
export function costOf({ input, output }: Price, used: { inputTokens: number; outputTokens: number }): number {
  return Math.ceil(used.inputTokens * input + used.outputTokens * output);
}
