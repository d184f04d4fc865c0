import { hasTemplate } from "#lib/kernel/expression.ts";
import { isRecord, type Json } from "#lib/kernel/json.ts";
import type { FieldError } from "#lib/kernel/outcome.ts";
import { effectOfCall } from "#lib/planner/card.ts";
import type { Plan, PlanStep } from "#lib/planner/plan.ts";
import { taintFacts, taintOf } from "#lib/planner/taint.ts";
import { judge } from "#lib/safety/guardrails/evaluate.ts";
import type { Policy } from "#lib/safety/guardrails/policy.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { askedOf, nothingUsed } from "./guard-step.ts";

/**
 * What policy would block of a plan whenever it runs. What a template will be filled with is not known: of a step that has one, only
 * what stands in it word for word is judged, by the detectors, and conditions wait for the run.
 */
export function blockedIn(plan: Plan, policies: Policy[], registry: ToolRegistry): FieldError[] {
  const taint = taintOf(plan.steps);
  return plan.steps.flatMap((step, at): FieldError[] => {
    const tool = registry.get(step.tool);
    if (!tool) return [];
    const asked = askedOf(policies, step.guardrails);
    const unknown = asked.unknown.map((name) => ({ path: `steps[${at}].guardrails`, because: `there is no policy ${name}` }));
    const params = literalsOf(step.params);
    const isKnown = isWhole(step);
    const action = {
      tool: tool.name,
      effect: effectOfCall(tool, step.params),
      params,
      internalAddress: false,
      ...taintFacts(taint.get(step.id) ?? []),
    };
    const { violations } = judge({ kind: "action", action, usage: nothingUsed }, asked.policies);
    const blocking = violations.filter(({ verdict, detector }) => verdict === "block" && (isKnown || detector !== undefined));
    return [
      ...unknown,
      ...blocking.map(({ policy, reason, path }) => ({ path: `steps[${at}].${path ?? "params"}`, because: `${policy}: ${reason}` })),
    ];
  });
}

const isOpen = (value: Json): boolean => typeof value === "string" && hasTemplate(value);

function isWhole({ params, forEach }: PlanStep): boolean {
  return forEach === undefined && !hasTemplate(JSON.stringify(params));
}

/** The same without the texts that a template is in. */
function literalsOf(value: Json): Json {
  if (isOpen(value)) return "";
  if (Array.isArray(value)) return value.map(literalsOf);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, literalsOf(inner as Json)]));
  return value;
}
