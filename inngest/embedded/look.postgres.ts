import type pg from "pg";

const names = { running: "Running", completed: "Completed", failed: "Failed", cancelled: "Cancelled" };

type RunRow = {
  id: string;
  fn: string;
  cause: string | null;
  status: keyof typeof names;
  output: string | null;
  created_at: Date;
  ended_at: Date | null;
};
const columns = "id, fn, cause, status, output, created_at, ended_at";

/** Runs as Inngest's API shows them. */
export function createLook(pool: pg.Pool) {
  const rows = async <Row extends pg.QueryResultRow>(text: string, value: string): Promise<Row[]> =>
    (await pool.query<Row>(text, [value])).rows;
  const memos = (run: string) =>
    rows<{ hash: string; body: string }>("select hash, body from executor.memo where run = $1 order by seq", run);
  return {
    async runsOf(event: string): Promise<unknown[]> {
      return (await rows<RunRow>(`select ${columns} from executor.run where cause = $1 order by id`, event)).map(runOf);
    },
    async run(id: string): Promise<unknown> {
      const [run] = await rows<RunRow>(`select ${columns} from executor.run where id = $1`, id);
      return run && { ...runOf(run), steps: (await memos(id)).map(stepOf) };
    },
    /** The JSON of the events that the run began with. */
    async batch(run: string): Promise<string | undefined> {
      const [found] = await rows<{ events: string }>(
        "select coalesce(batch, '[' || event || ']') as events from executor.run where id = $1",
        run,
      );
      return found?.events;
    },
    /** The JSON of what the run remembers, as a request holds it. */
    async actions(run: string): Promise<string> {
      return `{${(await memos(run)).map(({ hash, body }) => `${JSON.stringify(hash)}:${body}`).join(",")}}`;
    },
  };
}

export type Look = ReturnType<typeof createLook>;

const runOf = ({ id, fn, cause, status, output, created_at, ended_at }: RunRow) => ({
  run_id: id,
  function_id: fn,
  event_id: cause,
  status: names[status],
  run_started_at: created_at.toISOString(),
  ended_at: ended_at?.toISOString() ?? null,
  output: output === null ? null : JSON.parse(output),
});

function stepOf({ hash, body }: { hash: string; body: string }) {
  const memo: unknown = JSON.parse(body);
  const error = typeof memo === "object" && memo !== null && "error" in memo && Object.keys(memo).length === 1 ? memo.error : undefined;
  const data = typeof memo === "object" && memo !== null && "data" in memo && Object.keys(memo).length === 1 ? memo.data : memo;
  return error === undefined ? { id: hash, status: "Completed", output: data } : { id: hash, status: "Failed", error };
}
