import { isRecord, type Json } from "#lib/kernel/json.ts";
import type { Decision } from "#lib/planner/decision.ts";
import { restore } from "#lib/safety/guardrails/redaction.ts";
import { withholding } from "#lib/safety/guardrails/withhold.ts";
import type { DecideRequest } from "./draft-card.ts";

/**
 * A planner, a model's or ours, sees a placeholder for each secret and personal number of a request: what it quotes in notes, names and
 * questions gives none away. In the parameters of its plan, which are sealed, the values stand again.
 */
export function planWithheld(decide: DecideRequest): DecideRequest {
  return async (ask) => {
    const { text, values } = withholding(ask.request);
    const decision = await decide({ ...ask, request: text });
    return Object.keys(values).length === 0 ? decision : restored(decision, values);
  };
}

function restored(decision: Decision, values: Record<string, string>): Decision {
  if (!("plan" in decision) || !decision.plan) return decision;
  const within = (value: unknown): unknown => {
    if (typeof value === "string") return restore({ text: value, values });
    if (Array.isArray(value)) return value.map(within);
    return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, within(inner)])) : value;
  };
  const steps = decision.plan.steps.map((step) => ({ ...step, params: within(step.params) as Record<string, Json> }));
  return { ...decision, plan: { ...decision.plan, steps } };
}
