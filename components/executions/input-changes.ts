import type { ExecutionEvent, PayloadRef } from "#lib/execution/events.ts";

export type Changed = { seq: number; before: PayloadRef; after: PayloadRef };

/** Where a step went on with another input than before, by the event that brought it. */
export function inputChanges(events: readonly ExecutionEvent[]): Changed[] {
  let before: PayloadRef | undefined;
  return events.flatMap((event) => {
    const after = broughtBy(event);
    if (!after) return [];
    const was = before;
    before = after;
    return was && was.id !== after.id ? [{ seq: event.seq, before: was, after }] : [];
  });
}

function broughtBy(event: ExecutionEvent): PayloadRef | undefined {
  switch (event.type) {
    case "step.readied":
    case "step.held":
    case "step.released":
    case "step.started":
    case "step.reused":
      return event.params;
    case "approval.decided":
      return event.payload;
    default:
      return;
  }
}
