/** A call of a model that is about to be made, with the most that it may use. */
export type PlannedCall = {
  provider: string;
  model: string;
  inputTokens: number;
  outputTokens: number;
  spared?: readonly Spared[];
  /** Why this model: all that could be asked, in the order in which they are. */
  sheet?: readonly ModelScore[];
};

/** What speaks for a model, each from 0 to 1. */
export const scoreParts = ["suitability", "reliability", "speed", "context", "cost", "local"] as const;
export type ScorePart = (typeof scoreParts)[number];
export type ModelScore = { model: string; score: number; parts: Record<ScorePart, number> };

/** What may be left out of a call when a budget runs low: descriptions of other systems, what is known beside the request, long material. */
export const optimisations = ["disable_mcp", "unload_skill", "compact_history"] as const;
export type Spared = { name: (typeof optimisations)[number]; tokens: number };
export type Usage = { inputTokens: number; outputTokens: number };

/** What is set aside for one call. It is ended once: with what was used, with `nothing` where it was not made, or with `unknown`. */
export type Reserved = { end(used: Usage | "nothing" | "unknown"): Promise<void> };

/** Counts what the calls of models cost whoever they are made for. */
export type Meter = {
  /** How much of the tightest budget is used, in percent; nothing where there is none. */
  used(): Promise<number | undefined>;
  /** Sets aside what the call may cost at the most; throws `OverBudget` where that does not fit, before anything is sent. */
  reserve(call: PlannedCall): Promise<Reserved>;
};

export type OverBudgetBy = {
  /** `scope:ref:period`, as the budget is named. */
  budget: string;
  because: string;
  /** When it begins anew by itself; absent: when somebody raises it. */
  resetsAt?: string;
};

/** The call was not made, since a budget has no room for it. */
export class OverBudget extends Error {
  readonly by: OverBudgetBy;
  constructor(by: OverBudgetBy) {
    super(by.because);
    this.by = by;
  }
}
