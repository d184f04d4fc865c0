import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Place, ReadAt } from "./read-snapshot.ts";

export type ExecutionRow = {
  id: string;
  status: string;
  title: string;
  trigger: string;
  requestedBy: string;
  workflowId: string | null;
  waitingOn: string | null;
  /** It runs, and nothing of it moves before somebody decides. */
  held: boolean;
  /** A dry run: nothing of it happened. */
  simulated: boolean;
  /** What its calls of models cost. */
  costMicros: number | null;
  createdAt: string;
  updatedAt: string;
  endedAt: string | null;
  url: string;
};
type Ask = {
  workspace: Workspace;
  status?: string | undefined;
  /** Wider than one status: not over yet, or held by a person. */
  view?: "open" | "waiting" | undefined;
  trigger?: string | undefined;
  workflow?: string | undefined;
  text?: string | undefined;
  cursor?: Place | undefined;
  limit: number;
};

/** Newest first; the cursor names the last row seen, so that new executions never shift a page. */
export async function listExecutions(
  { readAt }: { readAt: ReadAt },
  { workspace, status, view, trigger, workflow, text, cursor, limit }: Ask,
): Promise<Outcome<{ data: ExecutionRow[]; next: Place | null }>> {
  const rows = await readAt(workspace, (sql) =>
    sql.query<Omit<ExecutionRow, "url">>(
      `select id, status, title, trigger, requested_by as "requestedBy", workflow_id as "workflowId", waiting_on as "waitingOn",
          status = 'running' and (state->>'openApprovals')::int > 0 and (state->>'running')::int = 0 as held,
          state->>'simulated' is not null as simulated, (state->'spent'->>'micros')::float8 as "costMicros",
          to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt", to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt",
          to_char(ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "endedAt"
       from executions
       where ($1::text is null or status = $1) and ($2::text is null or trigger = $2) and ($3::text is null or workflow_id = $3)
         and ($4::text is null or position(lower($4) in lower(title)) > 0)
         and ($8::text is null or status in ('queued', 'planning', 'awaiting_approval', 'running', 'paused'))
         and ($8::text is distinct from 'waiting' or (state->>'openApprovals')::int > 0)
         and ($5::timestamptz is null or (created_at, id) < ($5::timestamptz, $6::text))
       order by created_at desc, id desc limit $7`,
      [status ?? null, trigger ?? null, workflow ?? null, text ?? null, cursor?.after ?? null, cursor?.id ?? null, limit + 1, view ?? null],
    ),
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return accept({
    data: page.map((row) => ({ ...row, url: `/${workspace.id}/executions/${row.id}` })),
    next: rows.length > limit && last ? { after: last.createdAt, id: last.id } : null,
  });
}
