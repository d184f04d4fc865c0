import { expect } from "vitest";
import { type ExecutionEvent, isEnding } from "./events.ts";
import { fold } from "./reduce.ts";
import { sentenceOf, stepSentence } from "./sentence.ts";
import { type Execution, type Head, isOver, isSettled, type Step, type StepStatus } from "./state.ts";

const next: Record<StepStatus, StepStatus[]> = {
  // `completed`: another execution did it.
  pending: ["ready", "completed", "skipped", "cancelled"],
  ready: ["held", "running", "retrying", "completed", "failed", "skipped", "cancelled"],
  held: ["ready", "held", "running", "retrying", "completed", "failed", "skipped", "cancelled"],
  // `running` again: a lost worker's claim is taken over.
  running: ["running", "completed", "failed", "retrying", "held", "skipped", "cancelled"],
  retrying: ["ready", "running", "held", "completed", "failed", "skipped", "cancelled"],
  completed: [],
  failed: [],
  skipped: [],
  cancelled: [],
};

/** Reads a whole log as a judge would: whatever happened, these things hold after each of its events. */
export function expectLegal(events: readonly ExecutionEvent[]): Execution {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  let now: Execution | null = null;
  let isPaused = false;
  for (const event of events) {
    const was: Execution | null = now;
    now = fold(was, [event]) as Execution;
    const says = `${event.seq} ${event.type} ${event.step ?? ""}`;
    if (was && isOver(was.head.status)) expect(event.type, `${says} after the end`).toMatch(/^effect\.|^recovery\.tried$/);
    if (event.type === "execution.paused") isPaused = true;
    if (event.type === "execution.resumed") isPaused = false;
    if (event.type === "step.started") {
      expect(was?.head.halting ?? null, `${says} after a halt`).toBeNull();
      if (isPaused) expect(event.recovered, `${says} in a pause`).toBe(true);
    }
    if (event.type === "recovery.chosen")
      expect(
        Object.values(now.effects).filter(({ step, status }) => step === event.step && status === "unknown"),
        `${says} in place of what may have happened`,
      ).toEqual([]);
    for (const [id, step] of Object.entries(now.steps)) {
      const before: StepStatus = was?.steps[id]?.status ?? "pending";
      if (was?.steps[id] === step || before === step.status) continue;
      expect(next[before], `${says}: ${id} goes from ${before} to ${step.status}`).toContain(step.status);
    }
    expectCounts(now, says);
    expectSentences(now, says);
  }
  const ends = events.filter(({ type }) => isEnding(type));
  expect(ends.length).toBe(isOver(now?.head.status ?? "queued") ? 1 : 0);
  return now as Execution;
}

function expectCounts({ head, steps, approvals }: Execution, says: string): void {
  const all = Object.values(steps);
  const ofPlan = all.filter(({ parent }) => parent === undefined);
  const count = (status: StepStatus) => ofPlan.filter((step) => step.status === status).length;
  const counted: Pick<Head, "running" | "slotWaiters" | "openApprovals" | "counts"> = {
    running: all.filter((step) => step.status === "running" && !step.iterations).length,
    slotWaiters: all.filter((step) => step.status === "held" && step.hold.reason === "concurrency").length,
    openApprovals: Object.values(approvals).filter(({ status }) => status === "open").length,
    counts: { completed: count("completed"), failed: count("failed"), skipped: count("skipped"), cancelled: count("cancelled") },
  };
  expect({ running: head.running, slotWaiters: head.slotWaiters, openApprovals: head.openApprovals, counts: head.counts }, says).toEqual(
    counted,
  );
  if (head.status !== "queued" && head.plan) expect(head.running, says).toBeLessThanOrEqual(head.concurrency);
  for (const parent of all.filter(({ iterations }) => iterations)) {
    const items = all.filter((step) => step.parent === parent.id && isSettled(step.status));
    expect(parent.iterations, says).toMatchObject({
      settled: items.length,
      failed: items.filter(({ status }) => status !== "completed").length,
    });
  }
}

const clock = (at: string) => at.slice(11, 16);

function expectSentences({ head, steps }: Execution, says: string): void {
  if (isOver(head.status)) expect(sentenceOf(head), says).toBeNull();
  else expect(sentenceOf(head), says).toMatch(/\w+/);
  for (const step of Object.values(steps) as Step[]) {
    if (isSettled(step.status)) expect(stepSentence(step, clock), says).toBeNull();
    else expect(stepSentence(step, clock), says).toMatch(/\w+/);
  }
}

/** Batches of any cut fold to the same, and a batch leaves what it does not touch the very same object. */
export function expectFoldsInAnyCut(events: readonly ExecutionEvent[], cuts: readonly number[]): void {
  const whole = fold(null, events);
  let cut: Execution | null = null;
  let from = 0;
  for (const size of [...cuts, events.length]) {
    const batch = events.slice(from, from + size);
    const was: Execution | null = cut;
    const kept = JSON.stringify(was);
    cut = fold(was, batch);
    expect(JSON.stringify(was)).toBe(kept);
    const touched = new Set(batch.flatMap(({ step }) => (step === null ? [] : [step, cut?.steps[step]?.parent ?? ""])));
    const closes = batch.some(({ type }) => type === "execution.cancelled" || type === "execution.failed");
    for (const [id, step] of Object.entries(was?.steps ?? {})) if (!touched.has(id) && !closes) expect(cut?.steps[id]).toBe(step);
    from += size;
  }
  expect(cut).toEqual(whole);
}
