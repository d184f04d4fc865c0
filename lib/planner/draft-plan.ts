import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { Decision, PlanningContext, PlanRequest } from "./decision.ts";
import { planRequest } from "./offline/plan-request.ts";

/**
 * A request becomes a decision: a plan, an answer, one question or a refusal. The offline planner decides today; a planning model
 * would stand here, with the same registry and the same validation, and the offline planner as its fallback.
 */
export function draftPlan(context: PlanningContext & { registry: ToolRegistry }, request: PlanRequest): Promise<Decision> {
  return planRequest(context, request);
}
