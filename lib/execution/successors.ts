import type { Fact } from "./events.ts";
import { advanceNudge, readyNudge, settledNudge } from "./nudges.ts";
import type { Decision, Nudge, Row, Slice } from "./slice.ts";
import { isSettled } from "./state.ts";

type Moves = Pick<Required<Decision>, "facts" | "settledEdges" | "nudges"> & { readied: string[] };

/**
 * What becomes ready (or is skipped) because `settled` steps are settled: their unsettled edges in the slice are counted off.
 * `settled` maps a step to whether it leaves its dependents without an input.
 * Steps that the same decision leaves out do not become ready. Edges beyond the slice's chunk, and the dependents of steps skipped here, follow by an `execution/advance`.
 */
export function successors(slice: Slice, settled: Map<string, { missing: boolean }>, leftOut: Set<string> = new Set()): Moves {
  const { head } = slice.execution;
  const moves: Moves = { facts: [], settledEdges: [], nudges: [], readied: [] };
  if (head.halting) return moves;
  const counted = new Map<string, { waitingOn: number; missing: boolean }>();
  const skippedHere: string[] = [];
  const edges = slice.edges.filter((edge) => settled.has(edge.from));
  for (const edge of edges) {
    const row = slice.rows[edge.to];
    if (!row) continue;
    const missing = settled.get(edge.from)?.missing ?? false;
    const now = counted.get(edge.to) ?? { waitingOn: row.waitingOn, missing: row.missing };
    const next = { waitingOn: now.waitingOn - 1, missing: now.missing || missing };
    counted.set(edge.to, next);
    moves.settledEdges.push({ ...edge, missing });
    if (next.waitingOn > 0 || row.state.status !== "pending" || leftOut.has(row.id)) continue;
    if (next.missing && row.spec.onMissing === "skip") {
      moves.facts.push({
        type: "step.skipped",
        step: row.id,
        status: "skipped",
        message: `Skipped ${nameOf(row)}: an input is missing`,
        because: "an input is missing",
      });
      skippedHere.push(row.id);
    } else {
      moves.facts.push(readied(row));
      moves.readied.push(row.id);
      moves.nudges.push(readyNudge(head.id, row.id, row.state.wake + 1));
    }
  }
  if (slice.edgesCut || skippedHere.length > 0) moves.nudges.push(advanceNudge(head.id, head.seq, moves.settledEdges.at(-1)));
  return moves;
}

export function readied(row: Slice["rows"][string]): Fact {
  return {
    type: "step.readied",
    step: row.id,
    status: "ready",
    message: `${nameOf(row)} is ready`,
    wake: row.state.wake + 1,
    name: nameOf(row),
    tool: row.spec.tool,
    ...(row.parent !== null && { parent: row.parent }),
  };
}

export function nameOf(row: { id: string; spec: { name?: string | undefined } }): string {
  return row.spec.name ?? row.id;
}

/** Releases steps that wait for a slot, as many as `free`; each release is a new wake. `first` goes before the others, if it waits. */
export function releaseWaiters(
  slice: Slice,
  free: number,
  reason: "concurrency" | "pause",
  because: string,
  first?: string,
): { facts: Fact[]; nudges: Nudge[] } {
  const facts: Fact[] = [];
  const nudges: Nudge[] = [];
  for (const id of first === undefined ? slice.waiters : new Set([first, ...slice.waiters])) {
    if (facts.length >= free) break;
    const step = slice.execution.steps[id];
    if (step?.status !== "held" || step.hold.reason !== reason) continue;
    facts.push({ type: "step.released", step: id, status: "ready", message: `${step.name}: ${because}`, wake: step.wake + 1, because });
    nudges.push(readyNudge(slice.execution.head.id, id, step.wake + 1));
  }
  return { facts, nudges };
}

/** A slot that is free goes to a step that waits for one. One at a time: each slot that frees later releases another. */
export function freeSlots(slice: Slice, runningAfter: number, first?: string): { facts: Fact[]; nudges: Nudge[] } {
  const { head } = slice.execution;
  if (head.halting || head.status !== "running") return { facts: [], nudges: [] };
  return releaseWaiters(slice, Math.min(1, head.concurrency - runningAfter), "concurrency", "a slot is free", first);
}

/** Whether every step of the plan is settled once `more` further ones are. */
export function allSettled(slice: Slice, more: number): boolean {
  const { counts, plan } = slice.execution.head;
  return plan !== null && counts.completed + counts.failed + counts.skipped + counts.cancelled + more >= plan.steps;
}

/** The last iteration to settle wakes the step that it is one of. */
export function gatherNudge(slice: Slice, row: Row): Nudge[] {
  const parent = row.parent === null ? undefined : slice.execution.steps[row.parent];
  if (!parent?.iterations || parent.iterations.settled + 1 < parent.iterations.total) return [];
  const { head } = slice.execution;
  return [
    {
      id: `${head.id}:${parent.id}:gather:${parent.fence}`,
      name: "step/ready",
      data: { executionId: head.id, stepId: parent.id, wake: parent.wake },
    },
  ];
}

/** The end of a halted execution, once nothing runs any more. */
export function drained(slice: Slice, stillRunning: number): Fact[] {
  const { halting } = slice.execution.head;
  if (!halting || stillRunning > 0) return [];
  return [
    halting.as === "cancelled"
      ? {
          type: "execution.cancelled",
          step: null,
          status: "cancelled",
          message: `Cancelled: ${halting.because}`,
          because: halting.because,
          ...(halting.by && { by: halting.by }),
        }
      : {
          type: "execution.failed",
          step: null,
          status: "failed",
          message: `Failed: ${halting.because}`,
          because: halting.because,
          code: "step_failed",
          result: null,
        },
  ];
}

/** Counts how many plan steps the facts settle (iterations apart), to know whether they are the last. */
export function settledBy(slice: Slice, facts: Fact[]): number {
  return facts.filter(
    (fact) =>
      fact.step !== null &&
      isSettledFact(fact) &&
      !slice.rows[fact.step]?.parent &&
      !isSettled(slice.rows[fact.step]?.state.status ?? "pending"),
  ).length;
}

function isSettledFact(fact: Fact): boolean {
  return fact.type === "step.completed" || fact.type === "step.failed" || fact.type === "step.skipped" || fact.type === "step.cancelled";
}

export function settledNudges(slice: Slice, facts: Fact[]): Nudge[] {
  return !slice.execution.head.halting && allSettled(slice, settledBy(slice, facts)) ? [settledNudge(slice.execution.head.id)] : [];
}
