import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, type Refusal, refuse } from "#lib/kernel/outcome.ts";
import type { Plan } from "#lib/planner/plan.ts";
import { validatePlan } from "#lib/planner/validate-plan.ts";
import { withhold } from "#lib/safety/guardrails/withhold.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { Autonomy, Budget, SettingsTaken } from "./events.ts";
import { type MayRun, mayRunPlan } from "./may-run-plan.ts";
import { payloadOf } from "./payloads.ts";
import { requestExecution, type Started } from "./request-execution.ts";
import type { ExecutionStore, Idempotency } from "./store.ts";

export type StartCommand = {
  request?: string | undefined;
  title?: string | undefined;
  plan?: unknown;
  /** A draft that was looked at; with a `plan`, what somebody made of it. */
  draftId?: string | undefined;
  workflowId?: string | undefined;
  /** Of the workflow; without it, the newest. */
  version?: number | undefined;
  input?: Json | undefined;
  autonomy?: Autonomy | undefined;
  concurrency?: number | undefined;
  /** Nothing of it happens: tools answer by what they said last or by what they promise. */
  dryRun?: boolean | undefined;
  budget?: Budget | undefined;
  /** What was resolved for it from every level. */
  settings?: SettingsTaken | undefined;
};

/** A planner's draft as it was kept: the request in words, and what came of it. */
export type KeptDraft = { request: string; plan: Plan; planner: string; notes: string[] };
export type KeptWorkflow = { id: string; name: string; version: number; plan: Plan; group?: string | null };

/** Where plans come from that are neither given nor made now. */
export type PlanSources = {
  draft(scope: Workspace, id: string): Promise<KeptDraft | undefined>;
  workflow(scope: Workspace, id: string, version?: number): Promise<KeptWorkflow | undefined>;
};
type Deps = MayRun & { store: ExecutionStore; newId: (prefix: string) => string; sources?: PlanSources };

export const defaultConcurrency = 50;

/** Writes the first fact of a new execution and answers at once; planning follows by a nudge. A given plan is checked here, so that a wrong one is refused and not failed. */
export async function startExecution(
  deps: Deps,
  {
    workspace,
    actor,
    command,
    trigger = "api",
    idempotency,
  }: { workspace: Workspace; actor: Actor; command: StartCommand; trigger?: string; idempotency?: Idempotency | undefined },
): Promise<Outcome<Started>> {
  const { store, registry, newId, sources } = deps;
  const unclear = isUnclear(command);
  if (unclear) return unclear;
  const kept = await keptSources(sources, workspace, command);
  if (!kept.ok) return kept;
  const { draft, workflow } = kept.value;
  const id = newId("exe");
  const source = command.plan ?? workflow?.plan;
  // What was kept was valid when it was kept; the tools may be others by now.
  const valid = source === undefined ? undefined : validatePlan(source, registry);
  if (valid && !valid.ok) return valid;
  const stillValid = draft && validatePlan(draft.plan, registry);
  if (stillValid && !stillValid.ok && !valid) return stillValid;
  const first = valid?.value.plan ?? draft?.plan;
  const may = first ? await mayRunPlan(deps, { workspace, actor, plan: first, group: workflow?.group }) : accept(undefined);
  if (!may.ok) return may;
  const given = valid && payloadOf(id, valid.value.plan as Json);
  const drafted = draft && payloadOf(id, draft.plan as Json);
  const said = command.request ?? draft?.request;
  const request = said === undefined ? undefined : withhold(said);
  const original = said === undefined || said === request ? undefined : payloadOf(id, said);
  const input = command.input === undefined ? undefined : payloadOf(id, command.input);
  return requestExecution(
    { store },
    {
      workspace,
      id,
      payloads: [given, drafted, input, original],
      request: {
        title: titleOf({ ...command, request, title: command.title ?? workflow?.name }),
        ...(request !== undefined && { request }),
        ...(original && { original: original.ref }),
        ...(input && { input: input.ref }),
        ...(given && { given: given.ref }),
        ...(draft && drafted && { draft: { plan: drafted.ref, planner: draft.planner, notes: draft.notes } }),
        ...(workflow && { workflowId: workflow.id, workflowVersion: workflow.version }),
        ...(workflow?.group && { group: workflow.group }),
        trigger,
        by: actor,
        autonomy: command.autonomy ?? "ask_on_risk",
        concurrency: command.concurrency ?? defaultConcurrency,
        ...(command.budget && { budget: command.budget }),
        ...(command.settings && { settings: command.settings }),
        ...(command.dryRun && { simulated: true }),
      },
      idempotency,
    },
  );
}

function isUnclear(command: StartCommand): { ok: false; refusal: Refusal } | undefined {
  const sources = [command.request, command.workflowId, command.draftId ?? command.plan].filter((source) => source !== undefined).length;
  if (sources !== 1) return refuse({ code: "invalid", because: "give exactly one of request, plan, draftId and workflowId" });
  return;
}

async function keptSources(
  sources: PlanSources | undefined,
  workspace: Workspace,
  { draftId, workflowId, version }: StartCommand,
): Promise<Outcome<{ draft?: KeptDraft; workflow?: KeptWorkflow }>> {
  const draft = draftId === undefined ? undefined : await sources?.draft(workspace, draftId);
  if (draftId !== undefined && !draft)
    return refuse({
      code: "unprocessable",
      because: "the draft is no longer kept: ask for the plan again",
      errors: [{ path: "draftId", because: "is no longer kept" }],
    });
  const workflow = workflowId === undefined ? undefined : await sources?.workflow(workspace, workflowId, version);
  if (workflowId !== undefined && !workflow) {
    const path = version === undefined ? "workflowId" : "version";
    return refuse({ code: "unprocessable", because: "there is no such workflow", errors: [{ path, because: "is not there" }] });
  }
  return accept({ ...(draft && { draft }), ...(workflow && { workflow }) });
}

function titleOf({ title, request, plan }: StartCommand): string {
  if (title !== undefined) return title;
  if (request !== undefined) return request.length > 120 ? `${request.slice(0, 119)}…` : request;
  const steps = (plan as { steps?: unknown[] } | undefined)?.steps?.length ?? 0;
  return steps === 1 ? "A plan of 1 step" : `A plan of ${steps} steps`;
}
