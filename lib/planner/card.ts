import { references } from "#lib/kernel/expression.ts";
import { isRecord, type Json } from "#lib/kernel/json.ts";
import type { EffectOn } from "#lib/safety/effects.ts";
import { unsaidReceivers, whyHold } from "#lib/safety/hold-policy.ts";
import type { AnyTool, EffectClass, ToolRegistry } from "#lib/tools/tool.ts";
import { batchesOf, parallelizationGain } from "./batches.ts";
import type { Plan, PlanStep } from "./plan.ts";
import { type Derived, derivedReceivers, sayDerived, taintOf } from "./taint.ts";

export type CardStep = PlanStep & {
  effect: EffectClass;
  requiresApproval: boolean;
  /** Which batch it is in, from 0. */
  batch: number;
  /** What it does, in plain words. */
  words: string;
};

/** How long the calls of a tool that went well took, how many did not, and what they cost, where that is known. */
export type ToolStatistics = Record<
  string,
  { runs: number; failed: number; p50Ms: number; p95Ms: number; tokens?: number; costMicros?: number }
>;

/** Whether it is known how long a tool takes: a call that failed says nothing of it. */
export const isTimed = (statistics: ToolStatistics, tool: string): boolean =>
  Object.hasOwn(statistics, tool) && (statistics[tool]?.runs ?? 0) > 0;

/** How likely it is that a plan runs through without a failure, from 0 to 1, and what that stands on. */
export type Confidence = { share: number; low: number; high: number; basis: string };

export type Risk = { stepId: string; effect: EffectClass; because: string };

export type PlanCard = {
  steps: CardStep[];
  batches: string[][];
  gain: number;
  estimate: {
    /** Of the longest way through the plan, without the waits for people. */
    durationMs: { low: number; high: number } | null;
    tokens: number | null;
    costMicros: number | null;
    basis: string;
  };
  /** Nothing is said of tools of which none has run here. */
  confidence: Confidence | null;
  risks: Risk[];
};

/** What a person sees before anything runs: each step's effect, what needs a yes, how long it may take. */
export function planCard({
  plan,
  registry,
  statistics = {},
  autonomy = "ask_on_risk",
}: {
  plan: Plan;
  registry: ToolRegistry;
  statistics?: ToolStatistics;
  autonomy?: EffectOn["autonomy"];
}): PlanCard {
  const batches = batchesOf(plan.steps);
  const batchOf = new Map(batches.flatMap((ids, i) => ids.map((id): [string, number] => [id, i])));
  const taint = taintOf(plan.steps);
  const steps = plan.steps.map((step): CardStep => {
    const tool = registry.get(step.tool);
    const effect = tool === undefined ? "delete" : effectOfCall(tool, step.params);
    return {
      ...step,
      effect,
      requiresApproval: isHeld(effect, step, tool, autonomy, taint.get(step.id) ?? []),
      batch: batchOf.get(step.id) ?? 0,
      words: wordsOf(step, tool),
    };
  });
  return {
    steps,
    batches,
    gain: parallelizationGain(plan.steps.length, batches.length),
    estimate: estimateOf(plan, batches, statistics),
    confidence: confidenceOf(plan, statistics),
    risks: steps.flatMap((step) => riskOf(step, registry.get(step.tool))),
  };
}

/** What a call does with these parameters; templates are not filled in yet, and what can't be told counts as the worst. */
export function effectOfCall(tool: AnyTool, params: Record<string, Json>): EffectClass {
  if (typeof tool.effect !== "function") return tool.effect ?? "delete";
  try {
    // The schema's defaults decide too: a request without a method is a GET.
    const parsed = tool.input.safeParse(params);
    return tool.effect(parsed.success ? parsed.data : params) ?? "delete";
  } catch {
    return "delete";
  }
}

/** By the same policy that holds the step when it runs; a list over something that is not read counts as bulk before its length is known. */
export function isHeld(
  effect: EffectClass,
  step: PlanStep,
  tool: AnyTool | undefined,
  autonomy: EffectOn["autonomy"],
  derived: Derived[],
): boolean {
  const receivers = derivedReceivers(derived, tool?.takes ?? {}).map(sayDerived);
  const count = Math.max(countOfCall(tool, step.params), step.forEach === undefined ? 1 : 2);
  return (
    [...whyHold({ effect, count, approval: step.form ? "required" : step.approval, autonomy }), ...unsaidReceivers(effect, receivers)]
      .length > 0
  );
}

function countOfCall(tool: AnyTool | undefined, params: Record<string, Json>): number {
  try {
    const count = tool?.countOf?.(params) ?? 1;
    return Number.isFinite(count) ? count : 1;
  } catch {
    return 1;
  }
}

function wordsOf(step: PlanStep, tool: AnyTool | undefined): string {
  if (step.name !== undefined) return step.name;
  if (tool === undefined) return step.tool;
  // A call with open templates has no words of its own yet.
  if (references(step.params).roots.length > 0) return tool.title;
  try {
    return tool.describe(step.params);
  } catch {
    return tool.title;
  }
}

function riskOf(step: CardStep, tool: AnyTool | undefined): Risk[] {
  const risk = (because: string): Risk => ({ stepId: step.id, effect: step.effect, because });
  const found: Risk[] = [];
  if (step.effect === "send") found.push(risk("reaches people outside; it can't be taken back"));
  if (step.effect === "spend") found.push(risk("spends money"));
  if (step.effect === "delete") found.push(risk("deletes, or does what can't be told beforehand"));
  if (step.effect !== "read" && step.forEach !== undefined) found.push(risk("does so once for each item of a list"));
  else if (step.effect !== "read" && countOfCall(tool, step.params) > 1)
    found.push(risk(`touches ${countOfCall(tool, step.params)} things at once`));
  if (step.effect !== "read" && isRecord(step.params) && references(step.params).steps.length > 0)
    found.push(risk("its content comes from earlier steps"));
  return found;
}

function estimateOf(plan: Plan, batches: string[][], statistics: ToolStatistics): PlanCard["estimate"] {
  const known = plan.steps.filter((step) => isTimed(statistics, step.tool));
  if (known.length === 0) return { durationMs: null, tokens: null, costMicros: null, basis: "no earlier runs of these tools" };
  const byId = new Map(plan.steps.map((step) => [step.id, step]));
  const ends = new Map<string, { low: number; high: number }>();
  for (const id of batches.flat()) {
    const step = byId.get(id);
    if (step === undefined) continue;
    const own = Object.hasOwn(statistics, step.tool) ? statistics[step.tool] : undefined;
    const begin = { low: 0, high: 0 };
    for (const needed of step.dependsOn) {
      begin.low = Math.max(begin.low, ends.get(needed)?.low ?? 0);
      begin.high = Math.max(begin.high, ends.get(needed)?.high ?? 0);
    }
    ends.set(id, { low: begin.low + (own?.p50Ms ?? 0), high: begin.high + (own?.p95Ms ?? 0) });
  }
  const sum = (of: "tokens" | "costMicros") => {
    const values = known.map((step) => statistics[step.tool]?.[of]).filter((value) => value !== undefined);
    return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
  };
  const all = [...ends.values()];
  const runs = Math.min(...known.map((step) => statistics[step.tool]?.runs ?? 0));
  return {
    durationMs: {
      low: Math.round(all.reduce((most, end) => Math.max(most, end.low), 0)),
      high: Math.round(all.reduce((most, end) => Math.max(most, end.high), 0)),
    },
    tokens: sum("tokens"),
    costMicros: sum("costMicros"),
    basis:
      known.length < plan.steps.length
        ? `${known.length} of ${plan.steps.length} steps have run before`
        : `at least ${runs} earlier ${runs === 1 ? "run" : "runs"} of each tool`,
  };
}

/** A tool that never ran here is taken to do well nine times in ten; what is recorded soon weighs more. */
const prior = { well: 0.9, badly: 0.1 };

/**
 * Every critical step has to go well: the product of their shares of success, each the mean of a beta distribution of what is recorded. Its
 * spread (a relative variance adds up in a product) gives the interval, about 95 %, in which the share lies.
 */
function confidenceOf({ steps }: Plan, statistics: ToolStatistics): Confidence | null {
  const critical = steps.filter((step) => step.critical);
  const known = critical.filter(({ tool }) => Object.hasOwn(statistics, tool));
  if (known.length === 0) return null;
  let share = 1;
  let spread = 0;
  for (const { tool } of critical) {
    const { runs, failed } = statistics[tool] ?? { runs: 0, failed: 0 };
    const [well, badly] = [runs + prior.well, failed + prior.badly];
    const mean = well / (well + badly);
    share *= mean;
    spread += badly / (well * (well + badly + 1));
  }
  const reach = 1.96 * share * Math.sqrt(spread);
  const calls = [...new Set(known.map(({ tool }) => tool))].map((tool) => statistics[tool]);
  const ran = calls.reduce((sum, of) => sum + (of ? of.runs + of.failed : 0), 0);
  const failed = calls.reduce((sum, of) => sum + (of?.failed ?? 0), 0);
  const missing = critical.length - known.length;
  return {
    share,
    low: Math.max(0, share - reach),
    high: Math.min(1, share + reach),
    basis: [
      `${ran} earlier ${ran === 1 ? "call" : "calls"} of these tools, of which ${failed === 0 ? "none" : failed} failed`,
      ...(missing > 0 ? [`${missing} of ${critical.length} steps use a tool that has not run here`] : []),
    ].join("; "),
  };
}
