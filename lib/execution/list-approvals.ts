import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Place, ReadAt } from "./read-snapshot.ts";
import type { Approval } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

type Row = { state: Approval; execution: string; title: string; requester: { id: string; name: string }; at: string };
export type ShownApproval = Omit<Approval, "payload"> & {
  payload: Json;
  executionId: string;
  executionTitle: string;
  requestedBy: { id: string; name: string };
  url: string;
};
type Ask = { workspace: Workspace; status: string; execution?: string | undefined; cursor?: Place | undefined; limit: number };

/** What waits for a person, the next to expire first, each with the exact payload that a decision releases. */
export async function listApprovals(
  { readAt, store }: { readAt: ReadAt; store: ExecutionStore },
  { workspace, status, execution, cursor, limit }: Ask,
): Promise<Outcome<{ data: ShownApproval[]; next: Place | null }>> {
  const rows = await readAt(workspace, (sql) =>
    sql.query<Row>(
      `select a.state, a.execution_id as execution, e.title, jsonb_build_object('id', e.state->'by'->>'id', 'name', e.requested_by) as requester, to_char(a.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
       from pending_approvals a join executions e on e.workspace_id = a.workspace_id and e.id = a.execution_id
       where ($1 = 'all' or a.status = $1) and ($2::text is null or a.execution_id = $2)
         and ($3::timestamptz is null or (a.expires_at, a.id) > ($3::timestamptz, $4::text))
       order by a.expires_at, a.id limit $5`,
      [status, execution ?? null, cursor?.after ?? null, cursor?.id ?? null, limit + 1],
    ),
  );
  const page = rows.slice(0, limit);
  const data = await Promise.all(
    page.map(async ({ state, execution: executionId, title, requester }) => ({
      ...state,
      payload: (await store.payload(workspace, executionId, state.payload.id)) ?? null,
      executionId,
      executionTitle: title,
      requestedBy: requester,
      url: `/${workspace.id}/executions/${executionId}`,
    })),
  );
  const last = page.at(-1);
  return accept({ data, next: rows.length > limit && last ? { after: last.at, id: last.state.id } : null });
}
