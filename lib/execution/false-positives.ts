import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { ActAndTell } from "./act-and-tell.ts";
import type { ReadAt } from "./read-snapshot.ts";
import type { ExecutionStore } from "./store.ts";

export const reviews = ["upheld", "corrected"] as const;
/** `upheld`: the policy was right. `corrected`: the policy, or its detector, was wrong and is mended or turned off. */
export type Review = (typeof reviews)[number];

export type FalsePositive = {
  executionId: string;
  seq: number;
  step: string | null;
  policy: string;
  verdict: string;
  because: string;
  note: string;
  reportedBy: string;
  reportedAt: string;
  state: "open" | Review;
  reviewedBy: string | null;
  reviewedAt: string | null;
  url: string;
};

type Deps = {
  store: Pick<ExecutionStore, "readAfter">;
  readAt: ReadAt;
  actAndTell: ActAndTell;
};
type Row = Omit<FalsePositive, "url">;
type Where = { executionId: string; seq: number };

const columns = `execution_id as "executionId", seq, step_id as step, policy, verdict, because, note, reported_by as "reportedBy",
  to_char(reported_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "reportedAt", state, reviewed_by as "reviewedBy",
  to_char(reviewed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "reviewedAt"`;
const mostListed = 200;

const shown = (workspace: Workspace, row: Row): FalsePositive => ({
  ...row,
  url: `/${workspace.id}/executions/${row.executionId}${row.step === null ? "" : `?step=${encodeURIComponent(row.step)}`}`,
});

/** Says of a violation that it is none. It changes nothing by itself: who keeps the policies looks at it. */
export async function reportFalsePositive(
  { store, actAndTell }: Omit<Deps, "readAt">,
  { workspace, actor, command }: { workspace: Workspace; actor: Actor; command: Where & { note: string } },
): Promise<Outcome<FalsePositive>> {
  const { executionId, seq, note } = command;
  const [event] = await store.readAfter(workspace, executionId, seq - 1, 1);
  if (event?.type !== "guardrail.violated" || event.seq !== seq)
    return refuse({ code: "not_found", because: "there is no violation at this place of the log" });
  return actAndTell(workspace, actor, async (sql, tell) => {
    const [row] = await sql.query<Row>(
      `insert into false_positives as f (workspace_id, execution_id, seq, step_id, policy, verdict, because, note, reported_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (workspace_id, execution_id, seq) do update set note = f.note returning ${columns}`,
      [workspace.id, executionId, seq, event.step, event.policy, event.verdict, event.because, note, actor.name],
    );
    if (!row) return refuse({ code: "unavailable", because: "it could not be kept" });
    await tell("guardrail.reported", { id: executionId, seq, policy: event.policy });
    return accept(shown(workspace, row));
  });
}

/** What was reported, the open ones first, then the newest. */
export async function listFalsePositives(
  { readAt }: Pick<Deps, "readAt">,
  { workspace }: { workspace: Workspace },
): Promise<FalsePositive[]> {
  const rows = await readAt(workspace, (sql) =>
    sql.query<Row>(`select ${columns} from false_positives where workspace_id = $1 order by (state <> 'open'), reported_at desc limit $2`, [
      workspace.id,
      mostListed,
    ]),
  );
  return rows.map((row) => shown(workspace, row));
}

/** What came of it; it can be said again, and the last word holds. */
export async function reviewFalsePositive(
  { actAndTell }: Pick<Deps, "actAndTell">,
  { workspace, actor, command }: { workspace: Workspace; actor: Actor; command: Where & { state: Review } },
): Promise<Outcome<FalsePositive>> {
  const { executionId, seq, state } = command;
  return actAndTell(workspace, actor, async (sql, tell) => {
    const [row] = await sql.query<Row>(
      `update false_positives set state = $4, reviewed_by = $5, reviewed_at = now() where workspace_id = $1 and execution_id = $2 and seq = $3 returning ${columns}`,
      [workspace.id, executionId, seq, state, actor.name],
    );
    if (!row) return refuse({ code: "not_found", because: "nothing was reported at this place of the log" });
    await tell("guardrail.reviewed", { id: executionId, seq, policy: row.policy, state });
    return accept(shown(workspace, row));
  });
}
