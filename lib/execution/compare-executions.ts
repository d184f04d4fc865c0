import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Plan } from "#lib/planner/plan.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";
import { type Compared, compare, type Parting, type Side } from "./compare.ts";
import type { PayloadRef } from "./events.ts";
import type { ReadAt } from "./read-snapshot.ts";
import type { Head, Step } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

type Deps = { store: ExecutionStore; readAt: ReadAt };
type Read = { head: Head; steps: Map<string, Step>; costMicros: number | null };

export type ComparedSide = {
  id: string;
  title: string;
  status: Head["status"];
  simulated: boolean;
  planVersion: number | null;
  createdAt: string;
  endedAt: string | null;
  durationMs: number | null;
  costMicros: number | null;
  url: string;
};
export type Comparison = Omit<Compared, "first"> & {
  left: ComparedSide;
  right: ComparedSide;
  first: (Omit<Parting, "left" | "right"> & { left: Json; right: Json }) | null;
};

/** Two executions of a workspace side by side: plan, inputs, outputs, cost and time, and where they part. */
export async function compareExecutions(
  deps: Deps,
  { workspace, id, other }: { workspace: Workspace; id: string; other?: string | undefined },
): Promise<Outcome<Comparison>> {
  const read = await deps.readAt(workspace, async (sql) => {
    const one = await readSide(sql, id);
    const asked = other ?? one?.head.fork?.of;
    return { one, asked, two: asked === undefined ? undefined : await readSide(sql, asked) };
  });
  const { one, two, asked } = read;
  if (one && asked === undefined)
    return refuse({ code: "invalid", because: "say with which", errors: [{ path: "with", because: "it is a fork of none" }] });
  if (!one || !two || asked === undefined) return refuse({ code: "not_found", because: "there is no such execution" });
  const [left, right] = await Promise.all([sideOf(deps, workspace, id, one), sideOf(deps, workspace, asked, two)]);
  const { first, ...compared } = compare(left, right);
  const bytes = (of: string, what: Parting["left"]) => bytesOf(deps, workspace, of, what);
  return accept({
    left: shownSide(workspace, id, one),
    right: shownSide(workspace, asked, two),
    ...compared,
    first: first && { ...first, left: await bytes(id, first.left), right: await bytes(asked, first.right) },
  });
}

async function readSide(sql: Sql, id: string): Promise<Read | undefined> {
  const [row] = await sql.query<{ state: Head }>("select state from executions where id = $1", [id]);
  if (!row) return;
  const steps = await sql.query<{ id: string; state: Step }>(
    "select id, state from execution_steps where execution_id = $1 and parent_id is null and status <> 'pending'",
    [id],
  );
  const [cost] = await sql.query<{ micros: string | null }>(
    "select sum((event->>'amountMicros')::bigint)::text as micros from execution_events where execution_id = $1 and type = 'budget.settled'",
    [id],
  );
  return {
    head: row.state,
    steps: new Map(steps.map((step) => [step.id, step.state])),
    costMicros: cost?.micros == null ? null : Number(cost.micros),
  };
}

async function sideOf({ store }: Deps, workspace: Workspace, id: string, { head, steps }: Read): Promise<Side> {
  const plan = head.plan && (await store.payload(workspace, id, head.plan.ref.id));
  return { head, steps, plan: (plan ?? undefined) as unknown as Plan | undefined };
}

async function bytesOf({ store }: Deps, workspace: Workspace, id: string, what: PayloadRef | string | undefined): Promise<Json> {
  if (what === undefined || typeof what === "string") return what ?? null;
  return (await store.payload(workspace, what.of ?? id, what.id)) ?? null;
}

function shownSide(workspace: Workspace, id: string, { head, costMicros }: Read): ComparedSide {
  return {
    id,
    title: head.title,
    status: head.status,
    simulated: head.simulated === true,
    planVersion: head.plan?.version ?? null,
    createdAt: head.createdAt,
    endedAt: head.endedAt ?? null,
    durationMs: head.endedAt ? Date.parse(head.endedAt) - Date.parse(head.createdAt) : null,
    costMicros,
    url: `/${workspace.id}/executions/${id}`,
  };
}
