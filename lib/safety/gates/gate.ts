import { z } from "zod";

export const GatePhase = z.enum(["pre", "mid", "post"]);
export type GatePhase = z.infer<typeof GatePhase>;

export const GateOutcome = z.enum(["pass", "warn", "fail", "not_applicable"]);
export type GateOutcome = z.infer<typeof GateOutcome>;

/** What is done about what a gate found. `optimize`: calls of models are made lighter. `hold`: nothing new begins until a person resumes it. */
export const GateFollows = z.enum(["optimize", "aggressive_optimize", "recover", "hold", "notice"]);
export type GateFollows = z.infer<typeof GateFollows>;

/** What a gate said, as the log keeps it. */
export const GateVerdict = z.object({
  gate: z.string(),
  outcome: GateOutcome,
  because: z.string(),
  /** It failed, and nothing goes on behind it. */
  blocks: z.literal(true).optional(),
  follows: GateFollows.optional(),
});
export type GateVerdict = z.infer<typeof GateVerdict>;

type Said = Omit<GateVerdict, "gate">;
export type Gate<Facts> = {
  /** Lower case and dashes: it is the name in the log. */
  name: string;
  /** One that breaks fails, and stops what is behind it. */
  critical: boolean;
  ask(facts: Facts): Said;
};

/** In their order, as far as the first that blocks: what is behind it is not asked any more. */
export function askGates<Facts>(gates: readonly Gate<Facts>[], facts: Facts): GateVerdict[] {
  const said: GateVerdict[] = [];
  for (const gate of gates) {
    said.push(askOne(gate, facts));
    if (said.at(-1)?.blocks) break;
  }
  return said;
}

function askOne<Facts>({ name, critical, ask }: Gate<Facts>, facts: Facts): GateVerdict {
  try {
    return { gate: name, ...ask(facts) };
  } catch (cause) {
    const because = `The gate could not be asked: ${cause instanceof Error ? cause.message : String(cause)}`;
    return { gate: name, outcome: "fail", because, ...(critical && { blocks: true }) };
  }
}

/** The verdict behind which nothing goes on. */
export const blockedBy = (verdicts: readonly GateVerdict[]): GateVerdict | undefined => verdicts.find(({ blocks }) => blocks);

export const passes = (because: string): Said => ({ outcome: "pass", because });
export const warns = (because: string, follows?: GateFollows): Said => ({ outcome: "warn", because, ...(follows && { follows }) });
export const fails = (because: string, follows?: GateFollows): Said => ({ outcome: "fail", because, ...(follows && { follows }) });
export const blocks = (because: string): Said => ({ outcome: "fail", because, blocks: true });
export const notApplicable = (because: string): Said => ({ outcome: "not_applicable", because });
