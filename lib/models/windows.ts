/** How many tokens a model reads at once, where its provider says so. A server at home is asked for what most of its models have. */
const windows: Record<string, number> = { anthropic: 200_000, openai: 400_000, google: 1_000_000, ollama: 32_768 };

/** The built-in model reads what it is given; it is treated like a model of middling size. */
const usual = 200_000;

export const windowOf = (provider: string | undefined): number => (provider === undefined ? undefined : windows[provider]) ?? usual;
