import type { Json } from "#lib/kernel/json.ts";
import { validatePlan } from "#lib/planner/validate-plan.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { DecideRequest } from "./draft-card.ts";
import type { DraftPlan } from "./plan-execution.ts";

/** A planner's decision as an execution takes it: a validated plan, or the reason that there is none. */
export function draftBy({ decide, registry }: { decide: DecideRequest; registry: ToolRegistry }): DraftPlan {
  return async ({ executionId, ...ask }) => {
    const decision = await decide({ ...ask, payer: { executionId } });
    if (decision.kind === "clarify") return { kind: "none", code: "needs_clarification", because: decision.question };
    const draft = "plan" in decision ? decision.plan : undefined;
    if (!draft) return { kind: "none", code: "cannot_plan", because: decision.reason ?? "this cannot be planned" };
    const valid = validatePlan(draft, registry);
    if (!valid.ok) return { kind: "none", code: "cannot_plan", because: `the planner's plan does not hold: ${valid.refusal.because}` };
    return {
      kind: "plan",
      plan: valid.value.plan,
      notes: decision.notes,
      planner: decision.saw.model,
      saw: decision.saw as unknown as Json,
    };
  };
}
