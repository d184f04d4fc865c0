import type pg from "pg";
import type { Usage } from "./processes.proc.ts";
import type { Product } from "./product.ts";
import type { Workload } from "./workloads.ts";

export type Round = {
  /** From the first request sent to the last end seen. */
  callerMs: number;
  /** From the first step's start to the last one's end, by the log. */
  innerMs: number;
  /** From the request sent to the first step's start, the median of the executions. */
  startMs: number;
  /** Milliseconds for each of a hundred steps at the start, in the middle and at the end, where there are many more. */
  hundreds?: [first: number, middle: number, last: number];
  usage?: Usage;
  memory?: Usage;
};

const sampleMs = 100;
const hundred = 100;

/** Starts a workload through the API and waits for its end on the stream. */
export async function playRound(product: Product, owner: pg.Client, { executions, plan, steps }: Workload): Promise<Round> {
  const body = JSON.stringify({ plan });
  const before = product.usage();
  let memory = before;
  const sampling = setInterval(() => {
    memory = most(memory, product.usage());
  }, sampleMs);
  const began = performance.now();
  const started = await Promise.all(
    Array.from({ length: executions }, async () => {
      const sentAt = Date.now();
      const { status, text } = await product.post("/api/orchestrate", body);
      if (status !== 202) throw new Error(`POST /api/orchestrate answered ${status}: ${text}`);
      const { id } = JSON.parse(text) as { id: string };
      await product.ended(id);
      return { id, sentAt };
    }),
  ).finally(() => clearInterval(sampling));
  const callerMs = performance.now() - began;
  const after = product.usage();
  const times = await timesOf(
    owner,
    started.map(({ id }) => id),
  );
  const [single] = times;
  return {
    callerMs,
    innerMs: Math.max(...times.map(({ completed }) => completed.at(-1) ?? 0)) - Math.min(...times.map(({ first }) => first)),
    startMs: median(started.map(({ id, sentAt }) => (times.find((time) => time.id === id)?.first ?? Number.NaN) - sentAt)),
    ...(before && after && { usage: minus(after, before) }),
    ...(memory && { memory }),
    ...(single &&
      executions === 1 &&
      steps >= 10 * hundred && {
        hundreds: hundredsOf(single),
      }),
  };
}

type Times = { id: string; first: number; completed: number[] };

function hundredsOf({ first, completed }: Times): [number, number, number] {
  const cost = (from: number) => ((completed[from + hundred - 1] ?? Number.NaN) - (completed[from - 1] ?? first)) / hundred;
  return [cost(0), cost(Math.floor(completed.length / 2)), cost(completed.length - hundred)];
}

async function timesOf(owner: pg.Client, ids: string[]): Promise<Times[]> {
  const { rows } = await owner.query<Times & { failed: number }>(
    `select execution_id as id,
        (extract(epoch from min(at) filter (where type = 'step.started')) * 1000)::float8 as first,
        (array_agg((extract(epoch from at) * 1000)::float8 order by seq) filter (where type = 'step.completed')) as completed,
        count(*) filter (where type = 'execution.completed')::int - 1 as failed
      from execution_events where execution_id = any($1) group by execution_id`,
    [ids],
  );
  if (rows.length !== ids.length || rows.some(({ failed }) => failed !== 0)) throw new Error("an execution did not complete");
  return rows;
}

const parts = ["web", "worker", "postgres"] as const;

function merge(a: Usage, b: Usage, join: (x: number, y: number) => number): Usage {
  const part = (name: (typeof parts)[number]) => ({ cpu: join(a[name].cpu, b[name].cpu), memory: join(a[name].memory, b[name].memory) });
  return { web: part("web"), worker: part("worker"), postgres: part("postgres") };
}

const minus = (a: Usage, b: Usage): Usage => merge(a, b, (x, y) => x - y);
const most = (a: Usage | undefined, b: Usage | undefined): Usage | undefined => (a && b ? merge(a, b, Math.max) : (a ?? b));

export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
