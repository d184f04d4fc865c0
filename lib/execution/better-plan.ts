import { classifyFailure } from "#lib/kernel/failure.ts";
import type { Json } from "#lib/kernel/json.ts";
import type { Plan, PlanStep } from "#lib/planner/plan.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { defaultRetry } from "./decide-settle.ts";
import { needsHelp } from "./effectiveness.ts";
import type { Step } from "./state.ts";
import { waysOf } from "./ways.ts";

const mostAttempts = 20;
const longestTimeoutMs = 3_600_000;
const usualTimeoutMs = 300_000;
const slowestBaseMs = 3_600_000;

/**
 * The plan again, changed where it went wrong: a step that could not be done is done by another tool of the same capability, gets more time
 * where it ran out of it, and more attempts further apart where its failure may pass. Nothing: there is no such change.
 */
export function betterPlan(registry: ToolRegistry, plan: Plan, steps: Record<string, Step>): Plan | undefined {
  let isChanged = false;
  const changed = plan.steps.map((spec) => {
    const state = steps[spec.id];
    const next = state && (state.status === "failed" || needsHelp(state)) ? betterStep(registry, spec, state) : undefined;
    isChanged ||= next !== undefined;
    return next ?? spec;
  });
  return isChanged ? { ...plan, steps: changed } : undefined;
}

function betterStep(registry: ToolRegistry, spec: PlanStep, state: Step): PlanStep | undefined {
  const tried = new Set([spec.tool, ...(state.recovery?.used ?? []).map((key) => key.slice(key.indexOf(":") + 1))]);
  const { alternatives } = waysOf(registry, registry.get(spec.tool), spec.params as Json, () => false);
  const other = alternatives.find((name) => !tried.has(name));
  if (other !== undefined) return { ...spec, tool: other };
  const error = state.status === "failed" ? state.code : state.recovery?.rung?.error;
  const seen = classifyFailure({ code: error });
  if (seen.type === "timeout") {
    const was = spec.timeoutMs ?? registry.get(spec.tool)?.timeoutMs ?? usualTimeoutMs;
    const timeoutMs = Math.min(was * 4, longestTimeoutMs);
    return timeoutMs > was ? { ...spec, timeoutMs } : undefined;
  }
  const mayPass = state.status === "failed" ? seen.class === "retryable" : state.attempt > 1;
  const retry = { ...defaultRetry, ...spec.retry };
  if (!mayPass || retry.maxAttempts >= mostAttempts) return;
  return {
    ...spec,
    retry: { ...retry, maxAttempts: Math.min(retry.maxAttempts * 2, mostAttempts), baseMs: Math.min(retry.baseMs * 2, slowestBaseMs) },
  };
}
