import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";

export type WorkspaceFigures = {
  executions: { status: string; n: number }[];
  steps: { status: string; n: number }[];
  openApprovals: number;
  unknownEffects: number;
  /** Attempts that took over from a worker that was lost, of executions of the last 24 hours. */
  lostWorkers: number;
  /** Attempts beyond the first, of the same. */
  retries: number;
};

/** How many of what there is in a workspace now; finished work of the last 24 hours. */
export async function readFigures(
  { sqlFor }: { sqlFor: (scope: Workspace) => Sql },
  { workspace }: { workspace: Workspace },
): Promise<WorkspaceFigures> {
  const sql = sqlFor(workspace);
  // What a dry run did, nobody did.
  const lately = "e.state->>'simulated' is null and (e.updated_at > now() - interval '24 hours' or e.ended_at is null)";
  const [executions, steps, [counts]] = await Promise.all([
    sql.query<{ status: string; n: number }>(
      `select status, count(*)::int as n from executions e where ${lately} group by status order by status`,
    ),
    sql.query<{ status: string; n: number }>(
      `select s.status, count(*)::int as n from execution_steps s join executions e on e.workspace_id = s.workspace_id and e.id = s.execution_id
       where ${lately} group by s.status order by s.status`,
    ),
    sql.query<Omit<WorkspaceFigures, "executions" | "steps">>(
      `select (select count(*)::int from pending_approvals where status = 'open') as "openApprovals",
         (select count(*)::int from effects where status = 'unknown') as "unknownEffects",
         coalesce(sum((s.state->>'losses')::int), 0)::int as "lostWorkers",
         coalesce(sum(greatest((s.state->>'attempt')::int - 1, 0)), 0)::int as retries
       from execution_steps s join executions e on e.workspace_id = s.workspace_id and e.id = s.execution_id
       where ${lately}`,
    ),
  ]);
  return { executions, steps, ...(counts ?? { openApprovals: 0, unknownEffects: 0, lostWorkers: 0, retries: 0 }) };
}
