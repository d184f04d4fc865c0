import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { type PlanCard, planCard } from "#lib/planner/card.ts";
import type { Decision, Saw } from "#lib/planner/decision.ts";
import { validatePlan } from "#lib/planner/validate-plan.ts";
import type { Payer } from "#lib/safety/spend.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { KeptDraft } from "./start-execution.ts";
import type { ToolStatisticsOf } from "./statistics.ts";

/** Decides what a request in words comes to. */
export type DecideRequest = (ask: {
  scope: Workspace;
  request: string;
  input: Json | undefined;
  /** For whom a model is asked. */
  payer: Omit<Payer, "scope">;
}) => Promise<Decision>;

export type DraftedCard = {
  kind: Decision["kind"];
  /** What an execution of this draft, or of what somebody makes of it, is asked for with. */
  draftId?: string;
  plan: (Pick<PlanCard, "steps" | "batches"> & { outputs?: Record<string, string> }) | null;
  parallelizationGain: number | null;
  estimate: PlanCard["estimate"] | null;
  confidence: PlanCard["confidence"];
  risks: PlanCard["risks"];
  reason?: string;
  question?: string;
  choices?: string[];
  missing?: string[];
  notes: string[];
  saw: Saw;
};

type Deps = {
  decide: DecideRequest;
  registry: ToolRegistry;
  statistics: ToolStatisticsOf;
  keepDraft: (scope: Workspace, draft: KeptDraft) => Promise<string>;
  audit: (scope: Workspace, actor: Actor, action: string, detail: Json) => Promise<void>;
};

/** The plan card: what would be done, before anything is. The draft is kept for a week, to be run or changed; nothing starts. */
export async function draftCard(
  { decide, registry, statistics, keepDraft, audit }: Deps,
  { workspace, actor, request, input }: { workspace: Workspace; actor: Actor; request: string; input?: Json | undefined },
): Promise<Outcome<DraftedCard>> {
  const decision = await decide({ scope: workspace, request, input, payer: { userId: actor.id } });
  await audit(workspace, actor, "plan.drafted", { kind: decision.kind });
  const said = saidIn(decision);
  const draft = "plan" in decision ? decision.plan : undefined;
  if (!draft)
    return accept({
      kind: decision.kind,
      plan: null,
      parallelizationGain: null,
      estimate: null,
      confidence: null,
      risks: [],
      notes: decision.notes,
      saw: decision.saw,
      ...said,
    });
  const valid = validatePlan(draft, registry);
  if (!valid.ok) return refuse({ ...valid.refusal, because: `the planner's plan does not hold: ${valid.refusal.because}` });
  const { plan } = valid.value;
  const card = planCard({
    plan,
    registry,
    statistics: await statistics(
      workspace,
      plan.steps.map((step) => step.tool),
    ),
  });
  return accept({
    kind: decision.kind,
    draftId: await keepDraft(workspace, { request, plan, planner: decision.saw.model, notes: decision.notes }),
    plan: { steps: card.steps, batches: card.batches, ...(plan.outputs && { outputs: plan.outputs }) },
    parallelizationGain: card.gain,
    estimate: card.estimate,
    confidence: card.confidence,
    risks: card.risks,
    notes: decision.notes,
    saw: decision.saw,
    ...said,
  });
}

function saidIn(decision: Decision): Pick<DraftedCard, "reason" | "question" | "choices" | "missing"> {
  return {
    ...(decision.reason !== undefined && { reason: decision.reason }),
    ...(decision.missing !== undefined && { missing: decision.missing }),
    ...(decision.kind === "clarify" && { question: decision.question, ...(decision.choices && { choices: decision.choices }) }),
  };
}
