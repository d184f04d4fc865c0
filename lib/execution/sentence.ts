import { assertNever } from "#lib/kernel/outcome.ts";
import type { Hold, HoldReason } from "./events.ts";
import { type Head, isOver, type Step } from "./state.ts";

/** Why an execution is where it is, in one plain sentence; `null` once it is over. */
export function sentenceOf(head: Head): string | null {
  if (head.halting && !isOver(head.status))
    return `${head.halting.as === "cancelled" ? "Cancelling" : "Stopping"}: ${steps(head.running)} still running`;
  switch (head.status) {
    case "queued":
      return "Waiting to be planned";
    case "planning":
      return head.plan ? "Starting" : "Planning";
    case "awaiting_approval":
      return head.plan ? "The plan waits for an approver" : "Waiting for an approver";
    case "paused":
      return head.running > 0 ? `Pausing: ${steps(head.running)} still running` : "Paused until somebody resumes it";
    case "running":
      return runningSentence(head);
    case "completed":
    case "failed":
    case "cancelled":
      return null;
    default:
      return assertNever(head.status);
  }
}

function runningSentence(head: Head): string {
  const parts: string[] = [];
  if (head.openApprovals > 0)
    parts.push(head.openApprovals === 1 ? "Waiting for an approver" : `Waiting for ${head.openApprovals} approvals`);
  if (head.running > 0) parts.push(`${steps(head.running)} running`);
  if (head.slotWaiters > 0) parts.push(`${steps(head.slotWaiters)} waiting for a free slot`);
  return parts.join(", ") || "Waiting for its next step";
}

function steps(count: number): string {
  return count === 1 ? "1 step" : `${count} steps`;
}

const holdWords: Record<HoldReason, string> = {
  approval: "Waiting for an approver",
  guardrail: "Held by a guardrail",
  budget: "Waiting for budget",
  lock: "Waiting for a lock",
  rate: "Waiting for the rate limit",
  concurrency: "Waiting for a free slot",
  breaker: "Waiting for a breaker to close",
  pause: "The execution is paused",
  wait: "Waiting for its time",
};

/** What waits for its time by a rule says which. */
const heldWords = ({ reason, ref, because }: Hold): string => (reason === "wait" && ref !== undefined ? because : holdWords[reason]);

/** The same for a step. `clock` writes a time as the reader's place does. */
export function stepSentence(step: Step, clock: (at: string) => string): string | null {
  switch (step.status) {
    case "pending":
      return "Waiting for its inputs";
    case "ready":
      return "Waiting for a worker";
    case "held":
      return `${heldWords(step.hold)} since ${clock(step.hold.since)}${step.hold.until ? `, ${step.hold.reason === "approval" ? "expires" : "until"} ${clock(step.hold.until)}` : ""}`;
    case "running":
      return step.note ?? (step.iterations ? `${step.iterations.settled} of ${step.iterations.total} done` : "Running");
    case "retrying":
      return `${step.because}; tries again at ${clock(step.dueAt)}`;
    case "completed":
    case "failed":
    case "skipped":
    case "cancelled":
      return null;
    default:
      return assertNever(step);
  }
}
