import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { Decision, PlanningContext, PlanRequest } from "./decision.ts";
import { fellBack, PlanNotValid, planWithModel } from "./model/plan-with-model.ts";
import type { OpenModel } from "./model/planning-model.ts";
import { planRequest } from "./offline/plan-request.ts";

/** With `models`, the first that answers is asked; without, or when none does, the offline planner decides. */
type Context = PlanningContext & { registry: ToolRegistry; models?: OpenModel[]; signal?: AbortSignal };

/**
 * A request becomes a decision: a plan, an answer, one question or a refusal. The offline planner always reads the request: what it
 * found helps the model, and its decision stands when there is no model, or none whose plan holds.
 */
export async function draftPlan({ models = [], signal, ...context }: Context, request: PlanRequest): Promise<Decision> {
  const offline = await planRequest(context, request);
  // An empty or endless request is nothing to ask a model about.
  if (models.length === 0 || request.request.trim() === "" || request.request.length > 8_000) return offline;
  let cause: unknown;
  for (const open of models) {
    try {
      return await planWithModel(await open(signal), context, { ask: request, read: offline.saw });
    } catch (failure) {
      if (signal?.aborted) throw failure;
      cause = failure;
      // One that answered, and whose plan did not hold, had its repairs.
      if (failure instanceof PlanNotValid) break;
    }
  }
  return { ...offline, notes: [...offline.notes, fellBack(cause, offline.saw.language)] };
}
