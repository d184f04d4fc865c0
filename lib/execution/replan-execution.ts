import { canonicalJson, type Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { effectOfCall } from "#lib/planner/card.ts";
import type { Plan, PlanStep } from "#lib/planner/plan.ts";
import { planDiff } from "#lib/planner/plan-diff.ts";
import { validatePlan } from "#lib/planner/validate-plan.ts";
import { within } from "#lib/tenancy/settings.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { Autonomy } from "./events.ts";
import { inherited, readParent } from "./fork-execution.ts";
import { mayReplan } from "./may-replan.ts";
import { type MayRun, mayRunPlan } from "./may-run-plan.ts";
import { payloadOf } from "./payloads.ts";
import type { DraftPlan } from "./plan-execution.ts";
import type { ReadAt } from "./read-snapshot.ts";
import { requestExecution, type Started } from "./request-execution.ts";
import type { Head } from "./state.ts";
import type { ExecutionStore, Idempotency } from "./store.ts";

type Deps = MayRun & { store: ExecutionStore; readAt: ReadAt; draft: DraftPlan; newId: (prefix: string) => string };
export type ReplanCommand = {
  /** Absent: the request in words is planned anew. */
  plan?: unknown;
  because?: string | undefined;
};
type Ask = {
  workspace: Workspace;
  actor: Actor;
  id: string;
  command: ReplanCommand;
  most?: Autonomy;
  /** A person agrees whatever it changes. */
  isAsked?: boolean;
  /** It is proposed while the other one runs: once it is agreed to, that one is paused, and this one begins when its steps are done. */
  atWork?: boolean;
  idempotency?: Idempotency | undefined;
};

/**
 * The next version of the plan of an execution that is held, paused or failed. Executions are pinned to their plan, so that another one goes
 * on by it: with everything that is done and unchanged, and in the place of the first, which ends when this one begins.
 */
export async function replanExecution(
  deps: Deps,
  { workspace, actor, id, command, most, isAsked, atWork = false, idempotency }: Ask,
): Promise<Outcome<Started>> {
  const { store, registry, readAt, newId } = deps;
  const parent = await readAt(workspace, (sql) => readParent(sql, id, undefined));
  if (!parent) return refuse({ code: "not_found", because: "there is no such execution" });
  const { head } = parent;
  const may = mayReplan(head, { atWork });
  if (!may.ok) return may;
  const was = (await store.payload(workspace, id, head.plan?.ref.id ?? "")) as unknown as Plan | undefined;
  if (!was || !head.plan) return refuse({ code: "unprocessable", because: "its plan was erased" });
  const input = head.input && (await store.payload(workspace, id, head.input.id));
  const made = await planFor(deps, { workspace, head, input, plan: command.plan });
  if (!made.ok) return made;
  const valid = validatePlan(made.value.plan, registry);
  if (!valid.ok) return valid;
  const { plan } = valid.value;
  const runs = await mayRunPlan(deps, { workspace, actor, plan, group: head.group });
  if (!runs.ok) return runs;
  if (canonicalJson(plan) === canonicalJson(was)) return refuse({ code: "unprocessable", because: "this is the plan that it has" });
  const child = newId("exe");
  const [before, after] = [payloadOf(child, was as unknown as Json), payloadOf(child, plan as unknown as Json)];
  const given = input === undefined ? undefined : payloadOf(child, input);
  const because = command.because || (command.plan === undefined ? "planned anew" : "changed while it was held");
  const asks = whyAgree(registry, {
    was,
    is: plan,
    autonomy: within(head.autonomy, most ?? "run"),
    because,
    version: head.plan.version + 1,
    isAsked,
  });
  return requestExecution(
    { store },
    {
      workspace,
      id: child,
      payloads: [before, after, given],
      request: {
        ...inherited(id, head, most),
        by: actor,
        given: after.ref,
        draft: { plan: before.ref, planner: head.plan.planner, notes: head.plan.notes },
        ...(given && { input: given.ref }),
        fork: {
          of: id,
          effects: "reuse",
          planner: made.value.planner,
          planVersion: head.plan.version,
          replaces: true,
          because,
          ...(asks.length > 0 && { asks }),
          ...(atWork && { atWork }),
        },
        ...(head.simulated && { simulated: true }),
      },
      idempotency,
    },
  );
}

async function planFor(
  { draft }: Deps,
  { workspace, head, input, plan }: { workspace: Workspace; head: Head; input: Json | undefined; plan: unknown },
): Promise<Outcome<{ plan: unknown; planner: string }>> {
  if (plan !== undefined) return accept({ plan, planner: "given" });
  if (head.request === undefined)
    return refuse({
      code: "unprocessable",
      because: "it was not asked for in words: give a plan",
      errors: [{ path: "plan", because: "is missing" }],
    });
  const drafted = await draft({ scope: workspace, executionId: head.id, request: head.request, input });
  return drafted.kind === "plan"
    ? accept({ plan: drafted.plan, planner: drafted.planner })
    : refuse({ code: "unprocessable", because: drafted.because });
}

type Changed = { was: Plan; is: Plan; autonomy: Autonomy; because: string; version: number; isAsked?: boolean | undefined };
const shownChanges = 12;

/** Why a person has to agree before the changed plan runs: it does more to the world, or otherwise. Empty: nobody is asked beforehand. */
export function whyAgree(registry: ToolRegistry, { was, is, autonomy, because, version, isAsked }: Changed): string[] {
  const before = new Map(was.steps.map((step) => [step.id, canonicalJson(step)]));
  const grave = autonomy === "run" ? ["spend", "delete"] : ["write", "send", "spend", "delete"];
  const effectOf = (step: PlanStep) => {
    const tool = registry.get(step.tool);
    return tool ? effectOfCall(tool, step.params) : "delete";
  };
  const doing = is.steps.filter((step) => before.get(step.id) !== canonicalJson(step) && grave.includes(effectOf(step)));
  if (doing.length === 0 && !isAsked) return [];
  const changes = planDiff(was, is);
  return [
    `Plan version ${version}: ${because}`,
    ...changes.slice(0, shownChanges).map(({ kind, step, what }) => `${kind}: ${step}${what === "step" ? "" : `, ${what}`}`),
    ...(changes.length > shownChanges ? [`and ${changes.length - shownChanges} more changes`] : []),
    ...(doing.length === 0 ? [] : [`It changes what is done to the world: ${namesOf(doing)}.`]),
  ];
}

const namesOf = (steps: PlanStep[]): string =>
  steps
    .map((step) => step.name ?? step.id)
    .slice(0, 5)
    .join(", ");
