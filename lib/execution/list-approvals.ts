import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { By } from "./events.ts";
import { type ShownForm, shownForm } from "./read-forms.ts";
import type { Place, ReadAt } from "./read-snapshot.ts";
import { type Deciders, keysAmong, type May, mayDecide, type Seat, seatsOf } from "./seats.ts";
import type { DecidersOf } from "./settle-approval.ts";
import type { Approval } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

type Row = {
  state: Approval;
  execution: string;
  title: string;
  requester: By;
  at: string;
  place: number | null;
  steps: number | null;
  spentMicros: number;
  spentTokens: number;
  limitMicros: number | null;
};
/** Whether the one who looks may decide, and why not; `seats`: who still may, the first of them. */
type Governed = { you: May; seats: Seat[]; seatsInAll: number };
export type ShownApproval = Omit<Approval, "payload" | "original" | "form" | "answers"> & {
  payload: Json;
  /** What was asked about at first, where somebody changed it. */
  before?: Json;
  form?: ShownForm;
  executionId: string;
  executionTitle: string;
  requestedBy: { id: string; name: string };
  /** Which of the plan's steps it is. */
  place: { step: number; of: number } | null;
  /** What its execution spent so far, and may spend. */
  cost: { micros: number; tokens: number; limitMicros: number | null };
  url: string;
} & Governed;
type Ask = {
  workspace: Workspace;
  /** Who looks, and whether their role decides at all. */
  asker: { actor: By; mayDecide: boolean };
  status: string;
  mine?: boolean;
  execution?: string | undefined;
  cursor?: Place | undefined;
  limit: number;
};
type Deps = { readAt: ReadAt; store: ExecutionStore; decidersOf: DecidersOf };

const seatsShown = 20;

/** What waits for a person, the next to expire first, each with the exact payload that a decision releases. */
export async function listApprovals(
  { readAt, store, decidersOf }: Deps,
  { workspace, asker, status, mine = false, execution, cursor, limit }: Ask,
): Promise<Outcome<{ data: ShownApproval[]; next: Place | null }>> {
  if (mine && !asker.mayDecide) return accept({ data: [], next: null });
  const rows = await readAt(workspace, (sql) =>
    sql.query<Row>(
      `select a.state, a.execution_id as execution, e.title, coalesce(a.state->'askedBy', e.state->'by') as requester, to_char(a.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
          s.position + 1 as place, (e.state->'plan'->>'steps')::int as steps, (e.state->'budget'->>'limitMicros')::float8 as "limitMicros",
          coalesce((e.state->'spent'->>'micros')::float8, 0) as "spentMicros", coalesce((e.state->'spent'->>'tokens')::float8, 0) as "spentTokens"
       from pending_approvals a join executions e on e.workspace_id = a.workspace_id and e.id = a.execution_id
         left join execution_steps s on s.workspace_id = a.workspace_id and s.execution_id = a.execution_id and s.id = split_part(a.step_id, '[', 1)
       where ($1 = 'all' or a.status = $1) and ($2::text is null or a.execution_id = $2)
         and ($3::timestamptz is null or (a.expires_at, a.id) > ($3::timestamptz, $4::text))
       order by a.expires_at, a.id limit $5`,
      [status, execution ?? null, cursor?.after ?? null, cursor?.id ?? null, limit + 1],
    ),
  );
  const page = rows.slice(0, limit);
  const keys = [...new Set(keysAmong(asker.actor, ...page.map(({ requester }) => requester)))];
  const deciders = page.length === 0 ? undefined : await decidersOf(workspace, keys);
  const data = await Promise.all(
    page.map(async ({ state: { original, form, answers, ...state }, execution: executionId, title, requester, place, steps, ...row }) => {
      const payloads = await store.payloads(workspace, executionId, [state.payload.id, ...(original ? [original.id] : [])]);
      return {
        ...state,
        payload: payloads.get(state.payload.id) ?? null,
        ...(original && { before: payloads.get(original.id) ?? null }),
        ...(form && (await shownForm(store, { scope: workspace, executionId, approval: { form, ...(answers && { answers }) } }))),
        executionId,
        executionTitle: title,
        requestedBy: { id: requester.id, name: requester.name },
        place: place === null || steps === null ? null : { step: place, of: steps },
        cost: { micros: row.spentMicros, tokens: row.spentTokens, limitMicros: row.limitMicros },
        url: `/${workspace.id}/executions/${executionId}`,
        ...governed(state, requester, asker, deciders),
      };
    }),
  );
  const last = page.at(-1);
  return accept({
    data: mine ? data.filter(({ you }) => you.may) : data,
    next: rows.length > limit && last ? { after: last.at, id: last.state.id } : null,
  });
}

function governed(
  approval: Pick<Approval, "kind" | "terms" | "votes" | "status">,
  requester: By,
  { actor, mayDecide: hasRole }: Ask["asker"],
  deciders: Deciders | undefined,
): Governed {
  if (approval.status !== "open" || !deciders) return { you: { may: false, because: null }, seats: [], seatsInAll: 0 };
  const all = seatsOf(approval, requester, deciders);
  const you = mayDecide(approval, requester, { actor, hasRole }, deciders);
  return { you, seats: all.slice(0, seatsShown), seatsInAll: all.length };
}
