/** One family of figures: its name, what it means, and a value for each set of labels. */
export type Family = {
  name: string;
  help: string;
  type: "gauge" | "counter";
  values: { labels?: Record<string, string>; value: number }[];
};

const escaped = (text: string) => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');

/** The text form that Prometheus reads, version 0.0.4. */
export function metricsText(families: readonly Family[]): string {
  return families
    .map(({ name, help, type, values }) => {
      const lines = values.map(({ labels = {}, value }) => {
        const told = Object.entries(labels).map(([label, of]) => `${label}="${escaped(of)}"`);
        return `${name}${told.length > 0 ? `{${told.join(",")}}` : ""} ${value}`;
      });
      return [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
    })
    .join("");
}

type Counted = { status: string; n: number }[];
type Figures = { executions: Counted; steps: Counted; openApprovals: number; unknownEffects: number; lostWorkers: number; retries: number };
type Executor = {
  workers: number;
  queue: { ready: number; oldestReadyMs: number | null; taken: number; waiting: number };
  functions: { fn: string; open: number; completed: number; failed: number; p50Ms: number | null; p95Ms: number | null }[];
} | null;

const one = (name: string, help: string, value: number): Family => ({ name: `fermata_${name}`, help, type: "gauge", values: [{ value }] });
const each = (name: string, help: string, counted: Counted): Family => ({
  name: `fermata_${name}`,
  help,
  type: "gauge",
  values: counted.map(({ status, n }) => ({ labels: { status }, value: n })),
});

/** A workspace's figures under their names. All are gauges: what is now, and what ended in the last 24 hours. */
export function figuresOf(figures: Figures, executor: Executor): Family[] {
  const { executions, steps, openApprovals, unknownEffects, lostWorkers, retries } = figures;
  return [
    each("executions", "Executions that are open, and those that ended in the last 24 hours", executions),
    each("steps", "Their steps", steps),
    one("approvals_open", "Approvals that nobody has decided yet", openApprovals),
    one("effects_unknown", "Effects of which nobody knows whether they happened", unknownEffects),
    one("step_lease_losses", "Attempts that were taken over from a lost worker", lostWorkers),
    one("step_retries", "Attempts beyond the first", retries),
    ...(executor ? executorFigures(executor) : []),
  ];
}

function executorFigures({ workers, queue, functions }: NonNullable<Executor>): Family[] {
  const latencies = functions.flatMap(({ fn, p50Ms, p95Ms }) => [
    ...(p50Ms === null ? [] : [{ labels: { function: fn, quantile: "0.5" }, value: p50Ms / 1_000 }]),
    ...(p95Ms === null ? [] : [{ labels: { function: fn, quantile: "0.95" }, value: p95Ms / 1_000 }]),
  ]);
  const runs = functions.flatMap(({ fn, open, completed, failed }) =>
    Object.entries({ open, completed, failed }).map(([status, value]) => ({ labels: { function: fn, status }, value })),
  );
  return [
    one("executor_workers", "Workers whose lease holds", workers),
    one("executor_queue_depth", "What is due and no worker has taken yet", queue.ready),
    one("executor_oldest_ready_seconds", "How long the first of it has been due", (queue.oldestReadyMs ?? 0) / 1_000),
    one("executor_taken", "What workers are at", queue.taken),
    one("executor_waiting", "What waits for a time or an event", queue.waiting),
    { name: "fermata_executor_runs", help: "Runs of durable functions", type: "gauge", values: runs },
    { name: "fermata_executor_run_seconds", help: "From the start of a run to its end", type: "gauge", values: latencies },
  ];
}
