import { type Head, isOver, type Step } from "./state.ts";

export type Part = "success" | "time" | "cost" | "quality";

/** How much each part weighs. A part that nothing is known of is left out, and the others weigh more. */
export const weights: Record<Part, number> = { success: 0.4, time: 0.2, cost: 0.2, quality: 0.2 };

/** Each between 0 and 1; `null`: nothing is known of it yet. */
export type Effectiveness = { score: number | null; parts: Record<Part, number | null> };

/** How long a call of a tool took in all but the slowest of earlier runs, by tool. */
export type ExpectedMs = Record<string, number>;

/**
 * How an execution does against its plan.
 *
 * - success: of the steps that came to an end or wait for help, the share that is done; where the execution ended badly, of all that it
 *   had. A step whose condition is false counts for nothing.
 * - time: what its steps should have taken by earlier runs of their tools, over what they took, retries included and people's time not; 1 at the most.
 * - cost: the part of its budget that belongs to the steps that are over, over what was spent; 1 at the most. Without a budget it is not known.
 * - quality: of the same steps as success, those that came through at once count whole, those that recovery brought through half.
 *
 * The score is their weighted mean.
 */
export function effectivenessOf({ head, steps, expectedMs }: { head: Head; steps: Step[]; expectedMs: ExpectedMs }): Effectiveness {
  const ended = steps.filter((step) => step.parent === undefined && isDecided(step));
  const count = countOf(head, steps, ended.length);
  const parts = {
    success: count === 0 ? null : ended.filter(({ status }) => status === "completed").length / count,
    time: timeOf(ended, expectedMs),
    cost: costOf(head, ended.length),
    quality: count === 0 ? null : cleanOf(ended) / count,
  };
  const known = (Object.keys(weights) as Part[]).filter((part) => parts[part] !== null);
  const weight = known.reduce((sum, part) => sum + weights[part], 0);
  const score = count === 0 ? null : known.reduce((sum, part) => sum + weights[part] * (parts[part] ?? 0), 0) / weight;
  return { score, parts };
}

/** Where nobody says otherwise: under this the product proposes another plan. */
const usualFloor = 0.7;
export const floorOf = ({ settings }: Pick<Head, "settings">): number => settings?.minEffectiveness?.value ?? usualFloor;

const falseCondition = "its condition is false";

/** It came to an end, or does not come on without a person. */
function isDecided(step: Step): boolean {
  if (step.status === "skipped") return step.because !== falseCondition;
  return step.status === "completed" || step.status === "failed" || step.status === "cancelled" || needsHelp(step);
}

/** Its own means are used up, and a person was asked. */
export const needsHelp = (step: Step): boolean => step.status === "held" && step.recovery?.rung?.kind === "manual-intervention";

/** How many steps it is judged by. */
function countOf({ plan, status }: Head, steps: Step[], ended: number): number {
  if (!isOver(status) || status === "completed") return ended;
  const passedOver = steps.filter((step) => step.status === "skipped" && step.because === falseCondition).length;
  return Math.max(ended, (plan?.steps ?? 0) - passedOver);
}

/** Steps that came through at once, and half of those that recovery brought through. */
function cleanOf(ended: Step[]): number {
  const done = ended.filter(({ status }) => status === "completed");
  const recovered = done.filter(({ attempt, recovery }) => attempt > 1 || recovery !== undefined);
  return done.length - recovered.length / 2;
}

function timeOf(ended: Step[], expectedMs: ExpectedMs): number | null {
  let [expected, took] = [0, 0];
  for (const { tool, startedAt, endedAt, heldMs, reused, iterations } of ended) {
    const each = Object.hasOwn(expectedMs, tool) ? expectedMs[tool] : undefined;
    if (each === undefined || startedAt === undefined || endedAt === undefined || reused !== undefined || iterations) continue;
    expected += each;
    took += Math.max(0, Date.parse(endedAt) - Date.parse(startedAt) - heldMs);
  }
  return expected === 0 && took === 0 ? null : Math.min(1, expected / Math.max(1, took));
}

function costOf({ budget, plan, spent }: Head, ended: number): number | null {
  const share = ended / Math.max(1, plan?.steps ?? 0);
  const within = (limit: number | undefined, used: number) =>
    limit === undefined ? [] : [used === 0 ? 1 : Math.min(1, (limit * share) / used)];
  const parts = [...within(budget?.limitMicros, spent?.micros ?? 0), ...within(budget?.limitTokens, spent?.tokens ?? 0)];
  return parts.length === 0 || ended === 0 ? null : Math.min(...parts);
}
