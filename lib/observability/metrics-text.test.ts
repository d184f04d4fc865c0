import { expect, test } from "vitest";
import { figuresOf, metricsText } from "./metrics-text.ts";

const figures = {
  executions: [{ status: "running", n: 2 }],
  steps: [{ status: "held", n: 1 }],
  openApprovals: 1,
  unknownEffects: 0,
  lostWorkers: 0,
  retries: 3,
};

test("each family says what it is before its values, and a label holds whatever it is given", () => {
  const text = metricsText([
    { name: "x", help: "Two\nlines", type: "gauge", values: [{ labels: { of: 'a "b"\\c\n' }, value: 1.5 }, { value: 2 }] },
  ]);
  expect(text).toBe('# HELP x Two\\nlines\n# TYPE x gauge\nx{of="a \\"b\\"\\\\c\\n"} 1.5\nx 2\n');
});

test("the executor's figures are told where it drives, and left out where it does not", () => {
  expect(metricsText(figuresOf(figures, null))).not.toContain("fermata_executor");
  const executor = {
    workers: 1,
    queue: { ready: 4, oldestReadyMs: 1_500, taken: 2, waiting: 0 },
    functions: [{ fn: "run-step", open: 1, completed: 2, failed: 0, p50Ms: 20, p95Ms: null }],
  };
  const lines = metricsText(figuresOf(figures, executor)).split("\n");
  for (const line of [
    'fermata_executions{status="running"} 2',
    "fermata_step_retries 3",
    "fermata_executor_queue_depth 4",
    "fermata_executor_oldest_ready_seconds 1.5",
    'fermata_executor_runs{function="run-step",status="completed"} 2',
    'fermata_executor_run_seconds{function="run-step",quantile="0.5"} 0.02',
  ])
    expect(lines).toContain(line);
});
