import type { EventType } from "#lib/execution/events.ts";

export const frameNames = ["progress", "complete", "approval", "budget", "guardrail", "recovery", "message", "log"] as const;
export type FrameName = (typeof frameNames)[number];

/** Every event of the log has exactly one frame; a new event does not compile without one. */
const frames: Record<EventType, FrameName> = {
  "execution.requested": "progress",
  "execution.planned": "progress",
  "execution.started": "progress",
  "execution.paused": "progress",
  "execution.resumed": "progress",
  "execution.halted": "progress",
  "execution.completed": "complete",
  "execution.failed": "complete",
  "execution.cancelled": "complete",
  "plan.requested": "progress",
  "plan.proposed": "progress",
  "plan.approved": "progress",
  "plan.replaced": "progress",
  "step.readied": "progress",
  "step.reused": "progress",
  "step.held": "progress",
  "step.released": "progress",
  "step.started": "progress",
  "step.progressed": "progress",
  "step.completed": "progress",
  "step.failed": "progress",
  "step.retrying": "progress",
  "step.skipped": "progress",
  "step.cancelled": "progress",
  "hold.foreseen": "log",
  "approval.requested": "approval",
  "approval.voted": "approval",
  "approval.amended": "approval",
  "approval.reminded": "approval",
  "approval.escalated": "approval",
  "approval.waived": "approval",
  "approval.decided": "approval",
  "approval.expired": "approval",
  "effect.intended": "log",
  "effect.done": "log",
  "effect.failed": "log",
  "effect.unknown": "log",
  "effect.compensated": "log",
  "effect.foreseen": "log",
  "guardrail.violated": "guardrail",
  "gate.checked": "guardrail",
  "budget.reserved": "budget",
  "budget.settled": "budget",
  "budget.crossed": "budget",
  "budget.changed": "budget",
  "recovery.chosen": "recovery",
  "recovery.tried": "recovery",
  "context.written": "log",
  "message.sent": "message",
};

export const frameOf = (type: EventType): FrameName => frames[type];

/** One row of the log; `json` is the event's text as it is stored, so that nothing is parsed to be sent. */
export type Entry = { seq: number; type: EventType; json: string };

/** A line break inside the data would end the field and let data forge the next one: every line gets its own `data:`. */
export function frame({ seq, type, json }: Entry): string {
  const data = /[\r\n]/.test(json) ? json.split(/\r\n|\r|\n/).join("\ndata: ") : json;
  return `id: ${seq}\nevent: ${frames[type]}\ndata: ${data}\n\n`;
}

/** Without an id, so that it never moves a reader's place. */
export const heartbeat = ": still here\n\n";

/** How long a reader waits before it comes back. */
export const retry = "retry: 1000\n\n";
