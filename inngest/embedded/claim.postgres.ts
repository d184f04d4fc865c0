import type { Claim, Dispatch, Memo } from "./journal.ts";
import { createLane } from "./lane.ts";
import { type Loan, noRoom } from "./pump.ts";
import type { Query } from "./query.postgres.ts";

type Row = { [Column in keyof Omit<Dispatch, "atMs" | "startMs" | "finishMs">]: Dispatch[Column] } & {
  at_ms: number;
  start_ms: number | null;
  finish_ms: number | null;
  now_ms: number;
  next_ms: number | null;
};

export async function claim(query: Query, worker: number, limit: number): Promise<Claim> {
  return claimOf(await query<Row>("claim", "select * from executor.claim($1, $2)", [worker, limit]));
}

function claimOf(rows: Row[]): Claim {
  const last = rows.pop();
  return {
    dispatches: rows.map(({ at_ms, start_ms, finish_ms, ...row }) => ({ ...row, atMs: at_ms, startMs: start_ms, finishMs: finish_ms })),
    nowMs: last?.now_ms ?? Date.now(),
    nextMs: last?.next_ms ?? undefined,
  };
}

/** Does `call`, a function of the journal that answers with one column, and takes what is due in the same round trip and commit. Who
 *  is no worker takes nothing. */
export type Write = (name: string, call: string, values: unknown[]) => Promise<string[]>;

export function createWrite(query: Query, { worker = 0, lend = noRoom }: { worker?: number; lend?: (() => Loan) | undefined } = {}): Write {
  return async (name, call, values) => {
    const loan = lend();
    try {
      // The first half is done before the second looks: each query of a volatile function sees what came before it.
      const text = `
        select v.done::text as done, (null::executor.claimed).* from ${call} as v(done)
        union all select null, c.* from executor.claim_ready($${values.length + 1}, $${values.length + 2}) c`;
      const rows = await query<Row & { done: string | null }>(name, text, [...values, worker, loan.room]);
      loan.take(claimOf(rows.flatMap(({ done, ...row }) => (done === null ? [row] : []))));
      return rows.flatMap(({ done }) => done ?? []);
    } finally {
      loan.take(undefined);
    }
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
