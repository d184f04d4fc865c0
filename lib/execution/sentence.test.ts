import { describe, expect, test } from "vitest";
import { HoldReason } from "./events.ts";
import { blank } from "./reduce-step.ts";
import { sentenceOf, stepSentence } from "./sentence.ts";
import type { ExecutionStatus, Head, Step, StepStatus } from "./state.ts";
import { isOver, isSettled } from "./state.ts";
import { wakers } from "./wakers.ts";

const clock = (at: string) => at.slice(11, 16);
const since = "2026-01-01T10:00:00.000Z";
const until = "2026-01-01T12:30:00.000Z";
const held = (reason: HoldReason, more: object = {}): Step => ({
  ...blank("s"),
  status: "held",
  hold: { reason, because: "of it", since, ...more },
});

describe("why a step waits", () => {
  test("every reason to hold one has a sentence of its own, with since when and until when", () => {
    const said = HoldReason.options.map((reason) => stepSentence(held(reason), clock));
    expect(new Set(said).size).toBe(HoldReason.options.length);
    for (const sentence of said) expect(sentence).toMatch(/^[A-Z].* since 10:00$/);
    for (const reason of HoldReason.options)
      expect(stepSentence(held(reason, { until }), clock)).toMatch(/ since 10:00, (until|expires) 12:30$/);
  });

  test("every reason that holds one has somebody who ends it", () => {
    expect(Object.keys(wakers).sort()).toEqual([...HoldReason.options].sort());
  });

  test("what waits for its time by a rule names the rule", () => {
    expect(
      stepSentence(held("wait", { ref: "communication-limits", because: "communication-limits: it is 23:10 there", until }), clock),
    ).toBe("communication-limits: it is 23:10 there since 10:00, until 12:30");
  });

  const states: Record<StepStatus, Step> = {
    pending: { ...blank("s"), status: "pending" },
    ready: { ...blank("s"), status: "ready" },
    held: held("lock"),
    running: { ...blank("s"), status: "running" },
    retrying: { ...blank("s"), status: "retrying", dueAt: until, because: "it was busy", since },
    completed: { ...blank("s"), status: "completed", output: { id: "p", hash: "h", bytes: 1 }, preview: "" },
    failed: { ...blank("s"), status: "failed", because: "b", code: "c" },
    skipped: { ...blank("s"), status: "skipped", because: "b" },
    cancelled: { ...blank("s"), status: "cancelled", because: "b" },
  };
  test.each(Object.entries(states))("a step that is %s says what it waits for, until it is settled", (status, step) => {
    expect(stepSentence(step, clock) === null).toBe(isSettled(status as StepStatus));
  });
});

describe("why an execution is where it is", () => {
  const head = { halting: null, plan: null, running: 0, slotWaiters: 0, openApprovals: 0 } as unknown as Head;
  const statuses: Record<ExecutionStatus, true> = {
    queued: true,
    planning: true,
    awaiting_approval: true,
    running: true,
    paused: true,
    completed: true,
    failed: true,
    cancelled: true,
  };
  test.each(Object.keys(statuses) as ExecutionStatus[])("%s: one sentence until it is over", (status) => {
    const said = sentenceOf({ ...head, status });
    expect(said === null).toBe(isOver(status));
    if (said !== null) expect(said).toMatch(/^[A-Z]/);
  });

  test("one that runs says whom and what it waits for, and one that stops says that it stops", () => {
    expect(sentenceOf({ ...head, status: "running", openApprovals: 2, running: 1, slotWaiters: 3 })).toBe(
      "Waiting for 2 approvals, 1 step running, 3 steps waiting for a free slot",
    );
    for (const as of ["failed", "cancelled"] as const)
      expect(sentenceOf({ ...head, status: "running", running: 1, halting: { as, because: "b" } })).toMatch(
        /^(Stopping|Cancelling): 1 step/,
      );
  });
});
