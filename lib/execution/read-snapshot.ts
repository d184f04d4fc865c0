import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { batchesOf } from "#lib/planner/batches.ts";
import type { Plan } from "#lib/planner/plan.ts";
import { sayDerived, taintOf } from "#lib/planner/taint.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql, ToolRegistry } from "#lib/tools/tool.ts";
import { type Effectiveness, type ExpectedMs, effectivenessOf, floorOf } from "./effectiveness.ts";
import type { Budget } from "./events.ts";
import { allowedActions } from "./execution-actions.ts";
import { type Forecast, forecastOf } from "./forecast.ts";
import { type Metrics, metricsOf } from "./metrics.ts";
import { sentenceOf } from "./sentence.ts";
import type { Approval, ContextEntry, Effect, Execution, Head, Message, Step } from "./state.ts";
import { expectedBy, type ToolStatisticsOf } from "./statistics.ts";
import type { ExecutionStore } from "./store.ts";

/** One consistent look at an execution: what a stream that goes on from `seq` builds upon. */
export type Snapshot = {
  id: string;
  seq: number;
  status: Head["status"];
  waitingOn: string | null;
  allowed: string[];
  title: string;
  request: string | null;
  trigger: string;
  by: Head["by"];
  /** A dry run: nothing of it happened. */
  simulated: boolean;
  /** What the real one would do. */
  forecast: Forecast | null;
  fork: Head["fork"] | null;
  autonomy: Head["autonomy"];
  plan: { version: number; planner: string; notes: string[]; steps: Json[]; batches: string[][] } | null;
  steps: Json[];
  phases: { name: string; status: string; startedAt: string | null; endedAt: string | null }[];
  gates: Json[];
  approvals: Json[];
  effects: Effect[];
  /** The rungs that were tried, step by step. */
  recovery: {
    step: string;
    name: string;
    because: string;
    ms: number;
    outcome: string;
    attempts: number;
    at: string;
    costMicros?: number;
    tokens?: number;
  }[];
  context: ContextEntry[];
  messages: Message[];
  budget: (Budget & { spentMicros: number; spentTokens: number }) | null;
  metrics: Metrics;
  /** How it does against its plan; of a dry run nothing. */
  effectiveness: (Effectiveness & { floor: number; expectedMs: ExpectedMs }) | null;
  result: Json;
  degraded: boolean;
  missing: string[];
  because: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  url: string;
  /** The state that the browser goes on folding from. */
  execution: Execution;
};

/** Where a list goes on: the sort key and the id of the last row seen. */
export type Place = { after: string; id: string };

export type ReadAt = <T>(scope: Workspace, work: (sql: Sql) => Promise<T>) => Promise<T>;
type Deps = { store: ExecutionStore; readAt: ReadAt; registry: ToolRegistry; statistics: ToolStatisticsOf };
type StepRow = { id: string; status: string; state: Step; batch: number; parent: string | null; tool: string; name: string | null };

export async function readSnapshot(
  { store, readAt, statistics }: Deps,
  { workspace, id }: { workspace: Workspace; id: string },
): Promise<Outcome<Snapshot>> {
  const rows = await readAt(workspace, (sql) => readRows(sql, id));
  if (!rows) return refuse({ code: "not_found", because: "there is no such execution" });
  const { head, steps, approvals, effects, context, messages } = rows;
  const wanted = [head.plan?.ref.id, head.result?.id, ...approvals.map(({ payload }) => payload.id)].filter((ref) => ref !== undefined);
  const payloads = await store.payloads(workspace, id, [...new Set(wanted)]);
  const plan = head.plan ? ((payloads.get(head.plan.ref.id) ?? null) as unknown as Plan | null) : null;
  const execution: Execution = {
    head,
    steps: Object.fromEntries(steps.filter(({ state }) => state.status !== "pending").map(({ id: stepId, state }) => [stepId, state])),
    approvals: Object.fromEntries(approvals.map((approval) => [approval.id, approval])),
    effects: Object.fromEntries(effects.map((effect) => [effect.id, effect])),
    context: Object.fromEntries(context.map((entry) => [entry.key, entry])),
    messages: Object.fromEntries(messages.map((message) => [message.id, message])),
  };
  return accept({
    id,
    seq: head.seq,
    status: head.status,
    waitingOn: sentenceOf(head),
    allowed: allowedActions(head.status, head.halting !== null),
    title: head.title,
    request: head.request ?? null,
    trigger: head.trigger,
    by: head.by,
    simulated: head.simulated === true,
    forecast:
      head.simulated && plan
        ? forecastOf({
            head,
            plan,
            steps: steps.map(({ state }) => state),
            statistics: await statistics(
              workspace,
              plan.steps.map(({ tool }) => tool),
            ),
          })
        : null,
    fork: head.fork ?? null,
    autonomy: head.autonomy,
    plan:
      head.plan && plan
        ? {
            version: head.plan.version,
            planner: head.plan.planner,
            notes: head.plan.notes,
            steps: withDerived(plan, head.trigger),
            batches: batchesOf(plan.steps),
          }
        : null,
    steps: steps.map(shownStep),
    phases: phasesOf(head),
    gates: [],
    approvals: approvals.map((approval) => ({ ...approval, payload: payloads.get(approval.payload.id) ?? null }) as unknown as Json),
    effects,
    recovery: steps.flatMap(({ id: stepId, state }) => (state.recovery?.tried ?? []).map((tried) => ({ step: stepId, ...tried }))),
    context,
    messages,
    budget: head.budget ? { ...head.budget, spentMicros: head.spent?.micros ?? 0, spentTokens: head.spent?.tokens ?? 0 } : null,
    metrics: metricsOf(
      head,
      steps.map(({ state }) => state),
      rows.updatedAt.toISOString(),
    ),
    effectiveness: await effectivenessFor(statistics, workspace, { head, plan, steps: steps.map(({ state }) => state) }),
    result: head.result ? (payloads.get(head.result.id) ?? null) : null,
    degraded: head.degraded,
    missing: head.missing,
    because: head.because ?? null,
    createdAt: head.createdAt,
    startedAt: head.startedAt ?? null,
    endedAt: head.endedAt ?? null,
    url: `/${workspace.id}/executions/${id}`,
    execution,
  });
}

async function effectivenessFor(
  statistics: ToolStatisticsOf,
  scope: Workspace,
  { head, plan, steps }: { head: Head; plan: Plan | null; steps: Step[] },
): Promise<Snapshot["effectiveness"]> {
  if (!plan || head.simulated) return null;
  const expectedMs = expectedBy(
    await statistics(
      scope,
      plan.steps.map(({ tool }) => tool),
    ),
  );
  return { ...effectivenessOf({ head, steps, expectedMs }), floor: floorOf(head), expectedMs };
}

/** The plan's steps, each with what of its parameters derives from outside. */
function withDerived(plan: Plan, trigger: string): Json[] {
  const taint = taintOf(plan.steps, trigger);
  return plan.steps.map((step) => {
    const derived = taint.get(step.id);
    return (derived ? { ...step, derived: derived.map(sayDerived) } : step) as unknown as Json;
  });
}

function shownStep({ id, status, state, batch, parent, tool, name }: StepRow): Json {
  return { ...state, id, status, batch, parent, tool, name: name ?? id } as unknown as Json;
}

async function readRows(sql: Sql, id: string) {
  const [head] = await sql.query<{ state: Head; updatedAt: Date }>(
    `select state, updated_at as "updatedAt" from executions where id = $1`,
    [id],
  );
  if (!head) return;
  const steps = await sql.query<StepRow>(
    `select id, status, state, batch, parent_id as parent, spec->>'tool' as tool, spec->>'name' as name from execution_steps where execution_id = $1 order by position, id`,
    [id],
  );
  const approvals = await sql.query<{ state: Approval }>(
    "select state from pending_approvals where execution_id = $1 order by created_at, id",
    [id],
  );
  const effects = await sql.query<{ state: Effect }>("select state from effects where execution_id = $1 order by created_at, id", [id]);
  const context = await sql.query<ContextEntry>(
    "select key, version, value, writer, at from shared_context where execution_id = $1 order by key",
    [id],
  );
  const messages = await sql.query<Message>(
    `select id, sender as "from", recipient as "to", text, at from agent_messages where execution_id = $1 order by at, id`,
    [id],
  );
  return {
    head: head.state,
    updatedAt: head.updatedAt,
    steps,
    approvals: approvals.map(({ state }) => state),
    effects: effects.map(({ state }) => state),
    context,
    messages,
  };
}

function phasesOf(head: Head): Snapshot["phases"] {
  const phase = (name: string, startedAt: string | undefined, endedAt: string | undefined) => {
    const status = startedAt === undefined ? "pending" : "running";
    return { name, status: endedAt === undefined ? status : "done", startedAt: startedAt ?? null, endedAt: endedAt ?? null };
  };
  return [
    phase("planning", head.createdAt, head.plannedAt ?? (head.status === "failed" ? head.endedAt : undefined)),
    phase("execution", head.startedAt, head.endedAt),
    phase("completion", head.endedAt, head.endedAt),
  ];
}
