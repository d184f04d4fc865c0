import type pg from "pg";
import { createWrite } from "./claim.postgres.ts";
import type { OpenRun } from "./journal.ts";
import { createQuery } from "./query.postgres.ts";
import { openRun } from "./route.postgres.ts";
import { createEndRun } from "./settle.postgres.ts";

type RunLine = {
  id: string;
  fn: string;
  status: string;
  createdAt: string;
  endedAt: string | null;
  error: string | null;
  about: string | null;
};

export type ExecutorState = {
  /** Workers whose lease holds, of the whole installation. */
  workers: number;
  /** Of this owner's runs: what is due and not taken, how long the first of it has been, what a worker has, what waits for time or events. */
  queue: { ready: number; oldestReadyMs: number | null; taken: number; waiting: number };
  /** Of the last 24 hours, and those that are open. */
  functions: {
    fn: string;
    open: number;
    completed: number;
    failed: number;
    cancelled: number;
    p50Ms: number | null;
    p95Ms: number | null;
  }[];
  live: RunLine[];
  /** Runs that failed for good. */
  dead: RunLine[];
};

const owned = `(r.event::json #>> '{data,workspaceId}') = $1`;
const line = `r.id, r.fn, r.status, r.created_at as "createdAt", r.ended_at as "endedAt", left(r.output::json ->> 'message', 300) as error, r.event::json #>> '{data,executionId}' as about`;
const recent = "r.ended_at > executor.now() - interval '24 hours'";

/** The newest of a day: more says nothing more, and has to be read through. */
const counted = 20_000;
const listed = 50;

/** What the executor is at, for the owner of the events that its runs began with; nobody sees another's. */
export function createState(pool: pg.Pool) {
  const rows = async <Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> =>
    (await pool.query<Row>(text, values)).rows;
  const query = createQuery(pool);
  const endRun = createEndRun(createWrite(query));
  const failed = async (owner: string, id: string) =>
    (
      await rows<{ event: string }>(`select r.event from executor.run r where r.id = $2 and r.status = 'failed' and ${owned}`, [owner, id])
    )[0];
  const open = async (owner: string, id: string): Promise<OpenRun | undefined> => {
    const run = await openRun(query, id);
    return run && ownerOf(run.event) === owner ? run : undefined;
  };
  return {
    async read(owner: string): Promise<ExecutorState> {
      const [[workers], [queue], functions, live, dead] = await Promise.all([
        rows<{ n: number }>("select count(*)::int as n from executor.worker where lease_until > clock_timestamp()", []),
        rows<ExecutorState["queue"]>(
          `select count(*) filter (where i.owner is null and i.at <= executor.now())::int as ready,
             (extract(epoch from executor.now() - min(i.at) filter (where i.owner is null and i.at <= executor.now())) * 1000)::float8 as "oldestReadyMs",
             count(*) filter (where i.owner is not null)::int as taken,
             count(*) filter (where i.owner is null and i.at > executor.now())::int as waiting
           from executor.item i join executor.run r on r.id = i.run where ${owned}`,
          [owner],
        ),
        rows<ExecutorState["functions"][number]>(
          `select fn, count(*) filter (where status = 'running')::int as open, count(*) filter (where status = 'completed')::int as completed,
             count(*) filter (where status = 'failed')::int as failed, count(*) filter (where status = 'cancelled')::int as cancelled,
             percentile_cont(0.5) within group (order by ms) filter (where status = 'completed') as "p50Ms",
             percentile_cont(0.95) within group (order by ms) filter (where status = 'completed') as "p95Ms"
           from (
             (select r.fn, r.status, (extract(epoch from r.ended_at - r.created_at) * 1000)::float8 as ms from executor.run r
              where ${recent} and ${owned} order by r.ended_at desc limit ${counted})
             union all
             (select r.fn, r.status, null from executor.run r where r.ended_at is null and ${owned} limit ${counted})
           ) as counted group by fn order by fn`,
          [owner],
        ),
        rows<RunRow>(`select ${line} from executor.run r where r.ended_at is null and ${owned} order by r.id desc limit ${listed}`, [
          owner,
        ]),
        rows<RunRow>(
          `select ${line} from executor.run r where r.ended_at is not null and r.status = 'failed' and ${owned} order by r.ended_at desc limit ${listed}`,
          [owner],
        ),
      ]);
      return {
        workers: workers?.n ?? 0,
        queue: queue ?? { ready: 0, oldestReadyMs: null, taken: 0, waiting: 0 },
        functions,
        live: live.map(shown),
        dead: dead.map(shown),
      };
    },

    /** The event that a failed run began with; nothing when there is no such run of this owner's. */
    async eventOf(owner: string, id: string): Promise<{ name: string; data: Record<string, unknown> } | undefined> {
      const run = await failed(owner, id);
      return run && (JSON.parse(run.event) as { name: string; data: Record<string, unknown> });
    },

    /** Ends an open run; false when there is none of this owner's. */
    async cancel(owner: string, id: string): Promise<boolean> {
      const run = await open(owner, id);
      if (!run) return false;
      const output = JSON.stringify({ name: "Error", message: "cancelled by a person" });
      return endRun({ run: run.run, status: "cancelled", output, events: [] });
    },
  };
}

type RunRow = Omit<RunLine, "createdAt" | "endedAt"> & { createdAt: Date; endedAt: Date | null };
const shown = ({ createdAt, endedAt, ...row }: RunRow): RunLine => ({
  ...row,
  createdAt: createdAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

const ownerOf = (event: string): unknown => (JSON.parse(event) as { data?: { workspaceId?: unknown } }).data?.workspaceId;
