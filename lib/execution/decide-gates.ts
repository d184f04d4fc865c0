import { limitOf, percentOf } from "#lib/safety/budget.ts";
import { askGates, type GateVerdict } from "#lib/safety/gates/gate.ts";
import { isOverdue, type MidFacts, midGates, type RunningStep } from "#lib/safety/gates/mid.ts";
import { decideControl } from "./decide-control.ts";
import type { By, Fact } from "./events.ts";
import { findingWords, said } from "./gate-words.ts";
import { type Decision, nothing, type Row, type Slice } from "./slice.ts";
import { type Head, isOver } from "./state.ts";
import { nameOf } from "./successors.ts";

const gates: By = { kind: "system", id: "gates", name: "The gates" };

/** A call has so long where neither its step nor its tool says. */
export const defaultLimitMs = 300_000;

export type LookAtExecution = { at: string; memory?: number | undefined; limitOf(row: Row): number };

/** The look of the clock: everything that runs. Says and does something only where something has changed. */
export function decideLook(
  slice: Slice,
  { at, memory, limitOf: limit }: LookAtExecution,
): Decision<{ overdue: { step: string; fence: number }[] }> {
  const { head } = slice.execution;
  if (isOver(head.status) || head.halting || head.status !== "running" || head.simulated) return nothing({ overdue: [] });
  const running = runningIn(slice, at, limit);
  const facts = { ...factsOf(head), running: running.map(({ row, ...one }) => ({ ...one, name: nameOf(row) })), memory };
  const overdue = running.filter(isOverdue).map(({ row }) => ({ step: row.id, fence: row.state.fence }));
  return { ...changed(slice, askGates(midGates, facts)), answer: { overdue } };
}

/** The look at the end of a step, in its own append: what the head says, and nothing is read for it. */
export function lookAtEnd(slice: Slice, { failed }: { failed: boolean }): Decision<undefined> {
  const { head } = slice.execution;
  // An execution without a budget that calls nothing outside and in which nothing failed has nothing to be looked at.
  if (head.simulated || (!head.budget && !head.calls && !failed && head.counts.failed === 0 && !head.checks)) return nothing(undefined);
  const own = factsOf(head);
  const steps = { completed: own.steps.completed + Number(!failed), failed: own.steps.failed + Number(failed) };
  // What the clock alone sees stays as the clock left it.
  const asked = midGates.filter(({ name }) => name === "token-usage" || name === "error-rate");
  const kept = Object.entries(head.checks ?? {})
    .filter(([gate]) => !asked.some(({ name }) => name === gate))
    .map(([gate, outcome]): GateVerdict => ({ gate, outcome, because: "As it was at the last look." }));
  return changed(slice, [...askGates(asked, { ...own, steps }), ...kept]);
}

function factsOf({ budget, spent, calls, counts, running, concurrency, slotWaiters }: Head): MidFacts {
  return {
    usedPercent: budget && percentOf(limitOf(budget), spent ?? { micros: 0, tokens: 0 }),
    calls: calls?.total ?? 0,
    errors: calls?.errors ?? 0,
    steps: { completed: counts.completed, failed: counts.failed },
    slots: { taken: running, of: concurrency, waiting: slotWaiters },
  };
}

function runningIn(slice: Slice, at: string, limit: (row: Row) => number): (RunningStep & { row: Row })[] {
  const now = Date.parse(at);
  return Object.values(slice.rows).flatMap((row) => {
    const { state } = row;
    if (state.status !== "running" || state.iterations || state.since === undefined) return [];
    const runsMs = now - Date.parse(state.since);
    const silentMs = now - Date.parse(state.heardAt ?? state.since);
    return [{ step: row.id, name: row.id, silentMs, runsMs, limitMs: limit(row), row }];
  });
}

/** The log learns of it when it is something else than before; what follows is done in the same append. */
function changed(slice: Slice, verdicts: GateVerdict[]): Decision<undefined> {
  const { head } = slice.execution;
  const before = head.checks ?? {};
  const found = verdicts.filter(({ outcome }) => outcome === "warn" || outcome === "fail");
  const isSame = found.length === Object.keys(before).length && found.every(({ gate, outcome }) => before[gate] === outcome);
  if (isSame) return nothing(undefined);
  const told = said(verdicts);
  const fact: Fact = {
    type: "gate.checked",
    step: null,
    status: head.status,
    message: findingWords(told) ?? "The gates find nothing any more",
    phase: "mid",
    gates: told,
  };
  const isHeld = found.some(({ gate, outcome, follows }) => follows === "hold" && gate === "error-rate" && before[gate] !== outcome);
  const paused = isHeld && head.status === "running" ? decideControl(slice, { action: "pause", by: gates }) : undefined;
  return { facts: [fact, ...(paused?.ok ? paused.value.facts : [])], answer: undefined };
}
