import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Plan, PlanStep } from "#lib/planner/plan.ts";
import { validatePlan } from "#lib/planner/validate-plan.ts";
import { within } from "#lib/tenancy/settings.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql, ToolRegistry } from "#lib/tools/tool.ts";
import type { Autonomy } from "./events.ts";
import { type MayRun, mayRunPlan } from "./may-run-plan.ts";
import { payloadOf } from "./payloads.ts";
import { requestExecution, type Started } from "./request-execution.ts";
import { type Reused, readsInput, reusableOf } from "./reusable.ts";
import { type RollBackDeps, rollBack } from "./roll-back.ts";
import type { Head, Step } from "./state.ts";
import type { Idempotency } from "./store.ts";

type Deps = RollBackDeps & MayRun;

export type ForkCommand = {
  /** A step, or an approval, which stands for the step that it was about; absent: everything is done again. */
  from?: string | undefined;
  /** Only what is not done yet: everything that is done stays as it was. */
  rest?: boolean | undefined;
  /** Another input for the whole. */
  input?: Json | undefined;
  /** Another input for the step that it begins with. */
  params?: Json | undefined;
  /** Whether a call that comes out as it was then, and was made then, is made again; `compensate`: undone first, where it can be. */
  effects?: "reuse" | "repeat" | "compensate" | undefined;
  dryRun?: boolean | undefined;
};
type Ask = {
  workspace: Workspace;
  actor: Actor;
  id: string;
  command: ForkCommand;
  /** The most that the workspace lets an execution do without asking by now. */
  most?: Autonomy;
  idempotency?: Idempotency | undefined;
};
export type Parent = { head: Head; steps: Map<string, Step>; approved: { step: string | null } | undefined };

/**
 * A new execution of the same plan that goes on from a step of another one. What does not hang on that step stays as it was, by reference.
 * The other one is left as it is.
 */
export async function forkExecution(deps: Deps, { workspace, actor, id, command, most, idempotency }: Ask): Promise<Outcome<Started>> {
  const { store, registry, readAt, newId } = deps;
  const parent = await readAt(workspace, (sql) => readParent(sql, id, command.from));
  if (!parent) return refuse({ code: "not_found", because: "there is no such execution" });
  const { head } = parent;
  if (!head.plan) return refuse({ code: "conflict", because: "it has no plan yet" });
  const stored = await store.payload(workspace, id, head.plan.ref.id);
  if (stored === undefined) return refuse({ code: "unprocessable", because: "its plan was erased" });
  // It was valid when it was made; the tools may be others by now.
  const valid = validatePlan(stored, registry);
  if (!valid.ok) return valid;
  const { plan } = valid.value;
  const runs = await mayRunPlan(deps, { workspace, actor, plan, group: head.group });
  if (!runs.ok) return runs;
  const from = stepMeant(plan, parent, command.from);
  if (!from.ok) return from;
  if (head.simulated && from.value !== undefined && !command.dryRun)
    return refuse({ code: "unprocessable", because: "what a dry run made up is no result: run it for real from its beginning" });
  if (head.simulated && command.rest && !command.dryRun)
    return refuse({ code: "unprocessable", because: "what a dry run made up is no result: run it for real from its beginning" });
  const isInputChanged = command.input !== undefined;
  const isWhole = from.value === undefined && !command.rest;
  const isAgain = (step: PlanStep) => isWhole || step.id === from.value || (isInputChanged && readsInput(step));
  const reused = reusableOf({ of: id, plan, steps: parent.steps, isAgain });
  const begins = command.rest ? plan.steps.find((step) => !reused[step.id])?.id : from.value;
  if (command.rest && begins === undefined) return refuse({ code: "conflict", because: "everything of it is done" });
  const params = givenTo(registry, { plan, from: begins, reused, params: command.params });
  if (!params.ok) return params;
  if (command.effects === "compensate") {
    const undone = await rollBack(deps, { workspace, id, to: from.value, by: actor });
    if (!undone.ok) return undone;
    // What may stand still is not done once more.
    const open = undone.value.left.find(({ state }) => state !== "kept");
    if (open) return refuse({ code: "conflict", because: `${open.summary}: ${open.because}` });
  }
  const was = head.input && (await store.payload(workspace, id, head.input.id));
  const child = newId("exe");
  const write = (value: Json | undefined) => (value === undefined ? undefined : payloadOf(child, value));
  const [given, input, taken, instead] = [write(plan as Json), write(command.input ?? was), write(reused as Json), write(params.value)];
  return requestExecution(
    { store },
    {
      workspace,
      id: child,
      payloads: [given, input, taken, instead],
      request: {
        ...inherited(id, head, most),
        ...(input && { input: input.ref }),
        ...(given && { given: given.ref }),
        by: actor,
        fork: {
          of: id,
          ...(begins !== undefined && { from: begins }),
          effects: command.effects === undefined || command.effects === "reuse" ? "reuse" : "repeat",
          ...(taken && { reused: taken.ref }),
          ...(instead && { params: instead.ref }),
          planner: head.plan.planner,
          planVersion: head.plan.version,
        },
        ...(command.dryRun && { simulated: true }),
      },
      idempotency,
    },
  );
}

/** What stays as it was asked for, whoever goes on with it. */
export function inherited(
  id: string,
  { title, request, workflowId, workflowVersion, group, autonomy, concurrency, budget, settings }: Head,
  most: Autonomy = "run",
) {
  return {
    title,
    ...(request !== undefined && { request }),
    ...(workflowId !== undefined && { workflowId }),
    ...(workflowVersion !== undefined && { workflowVersion }),
    ...(group !== undefined && { group }),
    trigger: "fork",
    autonomy: within(autonomy, most),
    concurrency,
    ...(budget && { budget }),
    ...(settings && { settings }),
    parent: id,
  };
}

export async function readParent(sql: Sql, id: string, from: string | undefined): Promise<Parent | undefined> {
  const [row] = await sql.query<{ state: Head }>("select state from executions where id = $1", [id]);
  if (!row) return;
  const steps = await sql.query<{ id: string; state: Step }>(
    `select id, state from execution_steps where execution_id = $1 and parent_id is null and status in ('completed', 'skipped')
       and not exists (select 1 from effects f where f.execution_id = execution_steps.execution_id and f.status = 'compensated'
         and (f.step_id = execution_steps.id or starts_with(f.step_id, execution_steps.id || '[')))`,
    [id],
  );
  const [approved] = await sql.query<{ step: string | null }>(
    "select step_id as step from pending_approvals where execution_id = $1 and id = $2",
    [id, from ?? ""],
  );
  return { head: row.state, steps: new Map(steps.map((step) => [step.id, step.state])), approved };
}

/** A decision stands for its step, and an item for its list. */
function stepMeant(plan: Plan, { approved }: Parent, from: string | undefined): Outcome<string | undefined> {
  const named = approved ? (approved.step ?? undefined) : from;
  if (named === undefined) return accept(undefined);
  const step = named.replace(/\[\d+\]$/, "");
  if (plan.steps.some(({ id }) => id === step)) return accept(step);
  return refuse({
    code: "unprocessable",
    because: "there is no such step or approval",
    errors: [{ path: "from", because: "is no step or approval of it" }],
  });
}

type Given = { plan: Plan; from: string | undefined; reused: Reused; params: Json | undefined };

/** What a person gives is checked by the tool like what a plan gives. */
function givenTo(registry: ToolRegistry, { plan, from, reused, params }: Given): Outcome<Json | undefined> {
  if (params === undefined) return accept(undefined);
  const wrong = (because: string) => refuse({ code: "unprocessable", because, errors: [{ path: "params", because }] });
  const step = plan.steps.find(({ id }) => id === from);
  if (!step) return wrong("belongs to a step: say from which");
  if (step.forEach !== undefined) return wrong("a list's input is changed item by item");
  if (!step.dependsOn.every((id) => reused[id])) return wrong("what it waits for is not done: begin with an earlier step");
  const parsed = registry.get(step.tool)?.input.safeParse(params);
  if (!parsed || parsed.success) return accept(params);
  return refuse({
    code: "unprocessable",
    because: "the input does not fit the tool",
    errors: parsed.error.issues.map(({ path, message }) => ({ path: ["params", ...path].join("."), because: message })),
  });
}
