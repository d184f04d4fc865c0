import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { Decision, PlanningContext, PlanRequest } from "./decision.ts";
import { fellBack, planWithModel } from "./model/plan-with-model.ts";
import type { OpenModel } from "./model/planning-model.ts";
import { planRequest } from "./offline/plan-request.ts";

/** With a `model`, it is asked first; without, or when it fails, the offline planner decides. */
type Context = PlanningContext & { registry: ToolRegistry; model?: OpenModel | undefined; signal?: AbortSignal };

/**
 * A request becomes a decision: a plan, an answer, one question or a refusal. The offline planner always reads the request: what it
 * found helps the model, and its decision stands when there is no model, or none whose plan holds.
 */
export async function draftPlan({ model: open, signal, ...context }: Context, request: PlanRequest): Promise<Decision> {
  const offline = await planRequest(context, request);
  // An empty or endless request is nothing to ask a model about.
  if (open === undefined || request.request.trim() === "" || request.request.length > 8_000) return offline;
  try {
    return await planWithModel(await open(signal), context, { ask: request, read: offline.saw });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    return { ...offline, notes: [...offline.notes, fellBack(cause, offline.saw.language)] };
  }
}
