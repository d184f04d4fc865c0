import { Inngest, type InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import type pg from "pg";
import { executorPool } from "#lib/db.ts";
import { createExecutor, type Executor, type ExecutorOptions } from "./executor.ts";
import { createInProcessFetch } from "./in-process-fetch.ts";
import { notifyWorkers } from "./notify.postgres.ts";

export type RunRow = {
  id: string;
  fn: string;
  status: string;
  output: unknown;
  event: { id: string; name: string; data: Record<string, unknown>; ts: number };
};
type Options = Partial<ExecutorOptions> & { observe?: pg.Pool; checkpointing?: ConstructorParameters<typeof Inngest>[0]["checkpointing"] };

const silent = { info() {}, warn() {}, error() {}, debug() {} };
const patienceMs = 15_000;

/** Real functions, the real SDK and a real Postgres; only the clock can be moved. */
export async function openLab(define: (inngest: Inngest) => InngestFunction.Any[], { checkpointing, observe, ...options }: Options = {}) {
  const pool = observe ?? options.pool ?? executorPool();
  const replies: number[] = [];
  const errors: unknown[] = [];
  const wire = createInProcessFetch();
  const inngest = new Inngest({
    id: "lab",
    isDev: true,
    baseUrl: "http://executor.invalid",
    fetch: wire.fetch,
    logger: silent,
    checkpointing: checkpointing ?? { maxRuntime: 0 },
  });
  const serving = serve({ client: inngest, functions: define(inngest) });
  const handler = async (request: Request) => {
    const response = await serving(request);
    replies.push(response.status);
    return response;
  };
  const executor: Executor = createExecutor({ pool, handler, onError: (error) => errors.push(error), ...options });
  wire.answerWith(executor.fetch);
  await executor.ready();

  const runs = (fn: string) => readRuns(pool, `lab-${fn}`);
  return {
    inngest,
    executor,
    pool,
    errors,
    /** The status of every answer that the SDK gave. */
    replies,
    runs,
    send: (name: string, data: Record<string, unknown> = {}, more: { id?: string; ts?: number } = {}) =>
      inngest.send({ name, data, ...more }),
    /** The ended runs of a function, as soon as there are so many. */
    ended: (fn: string, count = 1) =>
      until(async () => {
        const over = (await runs(fn)).filter(({ status }) => status !== "running");
        return over.length >= count && over;
      }, `${count} ended run(s) of ${fn}`),
    /** The items of a kind, as soon as there are so many: what the runs are waiting for. */
    waiting: (kind: string, count = 1) =>
      until(async () => {
        const { rows } = await pool.query<{ run: string; hash: string; attempt: number; inMs: number }>(
          `select run, hash, attempt, extract(epoch from at - executor.now())::float8 * 1000 as "inMs" from executor.item where kind = $1 and owner is null and at > executor.now()`,
          [kind],
        );
        return rows.length >= count && rows;
      }, `${count} item(s) of kind ${kind}`),
    async advance(ms: number) {
      await pool.query(
        `insert into executor.clock (shift) values ($1 * interval '1 ms') on conflict (one) do update set shift = executor.clock.shift + excluded.shift`,
        [ms],
      );
      notifyWorkers(pool, "items");
    },
    async close() {
      await executor.stop({ drainMs: 1_000 });
      await forget(pool);
    },
  };
}

export type Lab = Awaited<ReturnType<typeof openLab>>;

export async function readRuns(pool: pg.Pool, fn: string): Promise<RunRow[]> {
  const { rows } = await pool.query<{ id: string; fn: string; status: string; output: string | null; event: string }>(
    "select id, fn, status, output, event from executor.run where fn = $1 order by id",
    [fn],
  );
  return rows.map((row) => ({ ...row, output: row.output && JSON.parse(row.output), event: JSON.parse(row.event) }));
}

export async function forget(pool: pg.Pool): Promise<void> {
  // Causes before what they cause: an event that is just being routed must not leave an item behind.
  for (const table of ["event", "run", "item", "memo", "fan", "gate", "gathered", "clock", "worker"])
    await pool.query(`delete from executor.${table}`);
}

export async function until<T>(look: () => Promise<T | false> | T | false, what: string): Promise<T> {
  const since = performance.now();
  for (;;) {
    const seen = await look();
    if (seen !== false) return seen;
    if (performance.now() - since > patienceMs) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 4));
  }
}

/** Leaves a mark and gives the value: a step's body in one line. */
export function mark<T, V = undefined>(marks: T[], what: T, value?: V): V {
  marks.push(what);
  return value as V;
}

/** A gate that test and function meet at. */
export function gate<T = void>() {
  let open: (value: T) => void = () => {};
  const passed = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}
