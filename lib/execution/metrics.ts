import type { Head, Step } from "./state.ts";

/** Milliseconds throughout; people's waiting, retries and work apart. */
export type Metrics = {
  totalDuration: number;
  planningTime: number;
  executionTime: number;
  humanTime: number;
  retryTime: number;
  steps: number;
  batches: number;
  /** (steps − batches) / steps × 100. */
  parallelizationGain: number;
  stepsCompleted: number;
  stepsFailed: number;
  stepsSkipped: number;
  attempts: number;
  tokensUsed: number;
};

/** `until`: the last news, for an execution that goes on. */
export function metricsOf(head: Head, steps: Step[], until: string): Metrics {
  return {
    totalDuration: between(head.createdAt, until),
    planningTime: head.plannedAt ? between(head.createdAt, head.plannedAt) : 0,
    executionTime: head.startedAt ? between(head.startedAt, until) : 0,
    humanTime: sum(steps, (step) => step.heldMs),
    retryTime: sum(steps, (step) => step.retryMs),
    steps: head.plan?.steps ?? 0,
    batches: head.plan?.batches ?? 0,
    parallelizationGain: head.plan?.gain ?? 0,
    stepsCompleted: head.counts.completed,
    stepsFailed: head.counts.failed,
    stepsSkipped: head.counts.skipped,
    attempts: sum(steps, (step) => step.attempt),
    tokensUsed: 0,
  };
}

function between(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}

function sum(steps: Step[], pick: (step: Step) => number): number {
  return steps.reduce((total, step) => total + pick(step), 0);
}
