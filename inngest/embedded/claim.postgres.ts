import type { Claim, Dispatch, Memo } from "./journal.ts";
import { createLane } from "./lane.ts";
import type { Query } from "./query.postgres.ts";

type Row = { [Column in keyof Omit<Dispatch, "atMs" | "startMs" | "finishMs">]: Dispatch[Column] } & {
  at_ms: number;
  start_ms: number | null;
  finish_ms: number | null;
  now_ms: number;
  next_ms: number | null;
};

export async function claim(query: Query, worker: number, limit: number): Promise<Claim> {
  const rows = await query<Row>("claim", "select * from executor.claim($1, $2)", [worker, limit]);
  const last = rows.pop();
  return {
    dispatches: rows.map(({ at_ms, start_ms, finish_ms, ...row }) => ({ ...row, atMs: at_ms, startMs: start_ms, finishMs: finish_ms })),
    nowMs: last?.now_ms ?? Date.now(),
    nextMs: last?.next_ms ?? undefined,
  };
}

/** A statement of its own, after the claim: what a worker that lost the item still managed to store must be seen. */
export function createReadMemos(query: Query): (run: string) => Promise<Memo[]> {
  return createLane<string, Memo[]>(async (runs) => {
    const rows = await query<Memo & { run: string }>(
      "memos",
      "select run, hash, body from executor.memo where run = any ($1) order by seq",
      [[...new Set(runs)]],
    );
    const byRun = new Map<string, Memo[]>(runs.map((run) => [run, []]));
    for (const { run, hash, body } of rows) byRun.get(run)?.push({ hash, body });
    return runs.map((run) => byRun.get(run) ?? []);
  });
}
