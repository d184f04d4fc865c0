import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { By, Fact } from "./events.ts";
import { allowedActions, type ExecutionAction } from "./execution-actions.ts";
import { advanceNudge } from "./nudges.ts";
import { chunkSize, type Decision, nothing, type Slice } from "./slice.ts";
import type { ExecutionStatus } from "./state.ts";
import { releaseWaiters } from "./successors.ts";

export type Control = { action: ExecutionAction; by: By; because?: string };
export type Controlled = { status: ExecutionStatus; halting: boolean };

/** Pause, resume and cancel. Asking for what already holds is no error and appends nothing. */
export function decideControl(slice: Slice, command: Control): Outcome<Decision<Controlled>> {
  const { head } = slice.execution;
  const already = { pause: "paused", resume: "running", cancel: "cancelled" }[command.action];
  const cancelling = head.halting?.as === "cancelled";
  if (head.status === already && !head.halting) return accept(nothing({ status: head.status, halting: false }));
  if (command.action === "cancel" && (cancelling || head.status === "cancelled"))
    return accept(nothing({ status: head.status, halting: cancelling }));
  const allowed = allowedActions(head.status, head.halting !== null);
  if (!allowed.includes(command.action))
    return refuse({
      code: "conflict",
      because: `cannot ${command.action}: the execution is ${head.halting ? "stopping" : head.status}`,
      allowed,
    });
  switch (command.action) {
    case "pause":
      return accept({
        facts: [{ type: "execution.paused", step: null, status: "paused", message: `Paused by ${command.by.name}`, by: command.by }],
        answer: { status: "paused", halting: false },
      });
    case "resume":
      return accept(resume(slice, command.by));
    case "cancel":
      return accept(cancel(slice, command));
  }
}

function resume(slice: Slice, by: By): Decision<Controlled> {
  const { facts, nudges } = releaseWaiters(slice, chunkSize, "pause", "resumed");
  // More than a chunk may wait, and slots that came free during the pause were given to nobody.
  nudges.push(advanceNudge(slice.execution.head.id, slice.execution.head.seq));
  return {
    facts: [{ type: "execution.resumed", step: null, status: "running", message: `Resumed by ${by.name}`, by }, ...facts],
    nudges,
    answer: { status: "running", halting: false },
  };
}

function cancel(slice: Slice, { by, because }: Control): Decision<Controlled> {
  const { head } = slice.execution;
  const why = because ?? `by ${by.name}`;
  const facts: Fact[] = [
    { type: "execution.halted", step: null, status: head.status, message: `Cancelling ${why}`, as: "cancelled", because: why, by },
  ];
  if (head.running > 0) return { facts, answer: { status: head.status, halting: true } };
  facts.push({ type: "execution.cancelled", step: null, status: "cancelled", message: `Cancelled ${why}`, because: why, by });
  return { facts, answer: { status: "cancelled", halting: false } };
}
