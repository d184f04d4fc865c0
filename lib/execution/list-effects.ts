import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Place, ReadAt } from "./read-snapshot.ts";
import { receiversOf } from "./receivers.ts";
import type { Effect } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

type Row = { state: Effect; execution: string; title: string; over: boolean; at: string };
export type ShownEffect = Omit<Effect, "payload"> & {
  executionId: string;
  executionTitle: string;
  /** Nobody could know what became of it, and no approval asks any more: a person who found out says so. */
  isSayable: boolean;
  /** It stands, there is a way to take it back, and its execution is over. */
  isUndoable: boolean;
  url: string;
  /** To whom or to where it went, as far as its parameters say it. */
  to: string[];
};
type Ask = {
  workspace: Workspace;
  status?: Effect["status"] | undefined;
  effect?: string | undefined;
  text?: string | undefined;
  cursor?: Place | undefined;
  limit: number;
};

/** The ledger across executions, the newest first: what was sent, written, spent or deleted, and with what proof. */
export async function listEffects(
  { readAt, store }: { readAt: ReadAt; store: Pick<ExecutionStore, "payloads"> },
  { workspace, status, effect, text, cursor, limit }: Ask,
): Promise<Outcome<{ data: ShownEffect[]; next: Place | null }>> {
  const rows = await readAt(workspace, (sql) =>
    sql.query<Row>(
      `select f.state, f.execution_id as execution, e.title, e.status in ('completed', 'failed', 'cancelled') as over,
         to_char(f.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
       from effects f join executions e on e.workspace_id = f.workspace_id and e.id = f.execution_id
       where ($1::text is null or f.status = $1) and ($2::text is null or f.state->>'effect' = $2)
         and ($3::text is null or position(lower($3) in lower(f.state->>'summary')) > 0)
         and ($4::timestamptz is null or (f.created_at, f.id) < ($4::timestamptz, $5::text))
       order by f.created_at desc, f.id desc limit $6`,
      [status ?? null, effect ?? null, text ?? null, cursor?.after ?? null, cursor?.id ?? null, limit + 1],
    ),
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const receivers = await receiversIn(store, workspace, page);
  return accept({
    data: page.map(({ state: { payload, ...shown }, execution: executionId, title, over }) => ({
      ...shown,
      isSayable: over && shown.status === "unknown",
      to: receivers.get(payload.id) ?? [],
      isUndoable: over && shown.status === "done" && shown.canUndo === true,
      executionId,
      executionTitle: title,
      url: `/${workspace.id}/executions/${executionId}?step=${encodeURIComponent(shown.step)}`,
    })),
    next: rows.length > limit && last ? { after: last.at, id: last.state.id } : null,
  });
}

const receiversShown = 10;

/** By payload. One that was erased names nobody any more. */
async function receiversIn(store: Pick<ExecutionStore, "payloads">, workspace: Workspace, rows: Row[]): Promise<Map<string, string[]>> {
  const byExecution = Map.groupBy(rows, ({ execution }) => execution);
  const read = await Promise.all(
    [...byExecution].map(async ([execution, own]) => {
      const payloads = await store.payloads(
        workspace,
        execution,
        own.map(({ state }) => state.payload.id),
      );
      return [...payloads].map(([id, payload]): [string, string[]] => [id, receiversOf(payload).slice(0, receiversShown)]);
    }),
  );
  return new Map(read.flat());
}
