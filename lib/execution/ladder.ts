import { type FailureType, failureTypeOf } from "#lib/kernel/failure.ts";
import type { Fallback, PlanStep } from "#lib/planner/plan.ts";
import type { Derived } from "#lib/planner/taint.ts";
import { askCode } from "#lib/tools/context-share.ts";
import type { RungKind, RungSource } from "./events.ts";
import type { Row } from "./slice.ts";
import type { Step } from "./state.ts";

/** A failure, as the ladder looks at it. */
export type Fallen = { because: string; code: string };

/** What else there is, and whether a call only reads and may so be made in another form without asking. */
export type Ways = { alternatives: string[]; reads: boolean; timeoutMs?: number | undefined };
export const noWays: Ways = { alternatives: [], reads: false };

export type Rung = {
  name: string;
  kind: RungKind;
  from: RungSource;
  index?: number;
  tool?: string;
  timeoutMs?: number;
  attempts: number;
  maxMs?: number;
  maxMicros?: number;
  error: FailureType;
  /** Pending steps that are left out with it. */
  skipSteps?: string[];
  ask?: string;
  /** A rollback: to before this step. */
  to?: string;
};

/** Attempts of a rung that says nothing of them. */
const attemptsOfRung = 2;
const defaultTimeoutMs = 300_000;
const longestTimeoutMs = 3_600_000;
/** How long a rung that nobody declared may take. */
const longestBuiltInMs = 2 * 3_600_000;
/** Other components that are tried one after the other. */
const alternativesAtMost = 2;

/** A step's spec in its row: with what the plan says for every step, and what a list's item is. */
export type RowSpec = PlanStep & { planFallbacks?: Fallback[]; derived?: Derived[] };

/** The step as its row keeps it: the plan's fallbacks come after its own. */
export function withPlanFallbacks(spec: PlanStep, fallbacks: Fallback[] | undefined): PlanStep {
  return fallbacks && fallbacks.length > 0 ? ({ ...spec, planFallbacks: fallbacks } as RowSpec) : spec;
}

/** The step as its row keeps it: with which of its parameters derive from outside. */
export function withTaint(spec: PlanStep, derived: Derived[] | undefined): PlanStep {
  return derived ? ({ ...spec, derived } as RowSpec) : spec;
}

export const derivedOf = (spec: PlanStep): Derived[] => (spec as RowSpec).derived ?? [];

/** Everything declared for a step, in order. */
export function declaredFor(spec: PlanStep): { fallback: Fallback; from: "step" | "plan" }[] {
  return [
    ...(spec.fallbacks ?? []).map((fallback) => ({ fallback, from: "step" as const })),
    ...((spec as RowSpec).planFallbacks ?? []).map((fallback) => ({ fallback, from: "plan" as const })),
  ];
}

/** A step as it is called now: a rung may have put another tool in its place, or given it more time. */
export function asItRuns(spec: PlanStep, { recovery }: Pick<Step, "recovery">): PlanStep {
  const { tool, timeoutMs } = recovery?.rung ?? {};
  if (tool === undefined && timeoutMs === undefined) return spec;
  return { ...spec, ...(tool !== undefined && { tool }), ...(timeoutMs !== undefined && { timeoutMs }) };
}

export const keyOfRung = ({ from, index, tool, name }: Pick<Rung, "from" | "index" | "tool" | "name">): string =>
  `${from}:${index ?? (from === "capability" ? tool : name)}`;

/**
 * What comes next, when a step's attempts are used up: its own fallbacks in order, those of the plan, the answer to this kind of error,
 * another component that can do the same. Nothing: the step has failed. A list's step is judged by its items.
 */
export function nextRung(row: Row, { code }: Fallen, ways: Ways): Rung | undefined {
  const { spec, state } = row;
  // What a policy forbids is not tried in another way.
  if (state.iterations || code === "guardrail") return;
  const error = failureTypeOf(code);
  const { rung, used = [] } = state.recovery ?? {};
  // A person's choice that failed too is the person's again.
  if (rung?.kind === "manual-intervention") return { ...rung, error };
  const open = (candidate: Rung | undefined): candidate is Rung => candidate !== undefined && !used.includes(keyOfRung(candidate));
  const declared = declaredFor(spec).map(({ fallback, from }, index) =>
    fallback.on === undefined || fallback.on.includes(error) ? declaredRung(row, fallback, { from, index, error }) : undefined,
  );
  // Two that disagree are no failure to go around: a person was to say.
  if (code === askCode) {
    const person: Rung = { name: "manual-intervention", kind: "manual-intervention", from: "error", attempts: attemptsOfRung, error };
    return open(person) && state.params ? person : undefined;
  }
  // Whoever allows one attempt and declares nothing wants one attempt.
  const builtIn = spec.retry?.maxAttempts === 1 ? [] : [answerTo(row, error, ways), ...others(ways, error)];
  // What nobody asked for costs no more than all that came before it.
  const { spent } = state;
  const bounded = builtIn.map((one) => one && { ...one, maxMs: longestBuiltInMs, ...(spent && { maxMicros: Math.max(1, spent.micros) }) });
  return [...declared, ...bounded].find(open);
}

function declaredRung(
  { spec, state }: Row,
  fallback: Fallback,
  { from, index, error }: { from: RungSource; index: number; error: FailureType },
): Rung | undefined {
  const common = { name: fallback.type, kind: fallback.type, from, index, error };
  switch (fallback.type) {
    case "component-replacement":
    case "parameter-adjustment":
      // A list that could not be made is not made by other parameters.
      if (spec.forEach !== undefined) return;
      return {
        ...common,
        attempts: fallback.attempts ?? attemptsOfRung,
        ...boundsOf(fallback, spec.timeoutMs),
        ...(fallback.type === "component-replacement" && { tool: fallback.tool }),
      };
    case "workflow-modification":
      return { ...common, attempts: 0, skipSteps: fallback.skipSteps };
    case "rollback":
      // An item fails its list, and the list the execution.
      return spec.critical && state.parent === undefined
        ? { ...common, attempts: 0, ...(fallback.to !== undefined && { to: fallback.to }) }
        : undefined;
    case "manual-intervention":
      // What nobody could render, nobody can look at.
      if (!state.params || spec.forEach !== undefined) return;
      return {
        ...common,
        attempts: spec.retry?.maxAttempts ?? attemptsOfRung,
        // A person goes on with what was called last.
        ...(state.recovery?.rung?.tool !== undefined && { tool: state.recovery.rung.tool }),
        ...(fallback.ask !== undefined && { ask: fallback.ask }),
      };
  }
}

/** What a declared rung may take and cost. A single call of it takes no longer than all of it. */
function boundsOf({ timeoutMs, maxMs, maxMicros }: Bounded, own: number | undefined): Pick<Rung, "timeoutMs" | "maxMs" | "maxMicros"> {
  const longest = maxMs === undefined ? timeoutMs : Math.min(timeoutMs ?? own ?? defaultTimeoutMs, maxMs);
  return {
    ...(longest !== undefined && { timeoutMs: longest }),
    ...(maxMs !== undefined && { maxMs }),
    ...(maxMicros !== undefined && { maxMicros }),
  };
}
type Bounded = Extract<Fallback, { type: "component-replacement" | "parameter-adjustment" }>;

/** Each kind of error has one answer; an error of no kind has none. */
function answerTo({ spec, state }: Row, error: FailureType, ways: Ways): Rung | undefined {
  const adjust = { kind: "parameter-adjustment" as const, from: "error" as const, error };
  switch (error) {
    case "token_budget_exceeded":
      return ways.reads ? { ...adjust, name: "token_optimization", attempts: attemptsOfRung } : undefined;
    case "mcp_connection_failed": {
      const [tool] = ways.alternatives;
      return tool === undefined
        ? undefined
        : { name: "mcp_fallback", kind: "component-replacement", from: "error", tool, attempts: attemptsOfRung, error };
    }
    case "skill_activation_failed":
      return spec.critical ? undefined : { name: "skill_bypass", kind: "workflow-modification", from: "error", attempts: 0, error };
    case "validation_failed":
      return ways.reads && state.params ? { ...adjust, name: "iterative_refinement", attempts: 3 } : undefined;
    case "timeout":
      return {
        ...adjust,
        name: "simplify_and_retry",
        attempts: attemptsOfRung,
        timeoutMs: Math.min((spec.timeoutMs ?? ways.timeoutMs ?? defaultTimeoutMs) * 2, longestTimeoutMs),
      };
    case "default":
      return;
  }
}

function others(ways: Ways, error: FailureType): Rung[] {
  return ways.alternatives.slice(0, alternativesAtMost).map((tool) => ({
    name: "another component",
    kind: "component-replacement",
    from: "capability",
    tool,
    attempts: attemptsOfRung,
    error,
  }));
}

/** The same request, asking for less: lists and limits halved, long texts cut at a word. Only what reads is ever made lighter. */
export function lighter<Value>(params: Value): Value {
  if (Array.isArray(params)) return (params.length > 3 ? params.slice(0, Math.ceil(params.length / 2)) : params).map(lighter) as Value;
  if (typeof params === "string") return (params.length > 4_000 ? halfOf(params) : params) as Value;
  if (typeof params !== "object" || params === null) return params;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) =>
      /^(limit|max[A-Z_]\w*|count|pageSize)$/.test(name) && typeof value === "number" && Number.isInteger(value) && value > 1
        ? [name, Math.ceil(value / 2)]
        : [name, lighter(value)],
    ),
  ) as Value;
}

function halfOf(text: string): string {
  const half = text.slice(0, Math.ceil(text.length / 2));
  const end = half.lastIndexOf(" ");
  return (end > half.length / 2 ? half.slice(0, end) : half).toWellFormed();
}

/** How the rung changes the call, until the changed parameters are frozen. `light`: only where the call reads. */
export type Change = { kind: "params"; params: PlanStep["params"]; whole: boolean } | { kind: "light" };

export function changeOf({ spec, state }: Pick<Row, "spec" | "state">): Change | undefined {
  const { rung } = state.recovery ?? {};
  if (!rung || rung.applied) return;
  if (rung.name === "token_optimization" || rung.name === "simplify_and_retry") return { kind: "light" };
  const fallback = rung.index === undefined ? undefined : declaredFor(spec)[rung.index]?.fallback;
  if (fallback?.type === "parameter-adjustment") return { kind: "params", params: fallback.params, whole: false };
  return fallback?.type === "component-replacement" && fallback.params
    ? { kind: "params", params: fallback.params, whole: true }
    : undefined;
}
