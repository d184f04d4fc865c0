import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { triedFacts } from "./decide-ladder.ts";
import type { By, Fact, PayloadRef } from "./events.ts";
import { approvalClosedNudge, readyNudge } from "./nudges.ts";
import { type Decision, nothing, type Row, type Slice } from "./slice.ts";
import type { Approval, StepStatus } from "./state.ts";
import { isOver } from "./state.ts";
import { allowedOnStep, type StepAction } from "./step-actions.ts";
import { gatherNudge, nameOf, settledNudges, successors } from "./successors.ts";

/** `payload`: the output or the input that a person gives, checked by the tool already. */
export type ControlStep = {
  step: string;
  action: StepAction;
  by: By;
  at: string;
  note?: string;
  payload?: PayloadRef;
  preview?: string;
};
export type StepControlled = { step: string; status: StepStatus };

const already: Record<StepAction, StepStatus[]> = {
  retry: ["ready", "running"],
  edit_input: [],
  skip: ["skipped"],
  provide_output: [],
};

/** A person takes a waiting step in hand. Asking for what already holds is no error and appends nothing. */
export function decideStep(slice: Slice, command: ControlStep): Outcome<Decision<StepControlled>> {
  const row = slice.rows[command.step];
  if (!row) return refuse({ code: "not_found", because: "no such step" });
  const { status } = row.state;
  if (already[command.action].includes(status)) return accept(nothing({ step: row.id, status }));
  const { head } = slice.execution;
  if (isOver(head.status) || head.halting) return refuse({ code: "conflict", because: "the execution is over", allowed: [] });
  const approval = status === "held" ? slice.execution.approvals[row.state.hold.ref ?? ""] : undefined;
  const allowed = allowedOnStep(row.state, approval);
  if (!allowed.includes(command.action))
    return refuse({ code: "conflict", because: `cannot ${command.action}: the step is ${status}`, allowed });
  const closed = approval?.status === "open" ? answered(approval, command) : [];
  const then = carriedOut(slice, row, command);
  return accept({
    ...then,
    facts: [...closed, ...then.facts],
    nudges: [...(approval ? [approvalClosedNudge(head.id, approval.id)] : []), ...(then.nudges ?? [])],
  });
}

/** Closes the question that the step waited with. It releases no payload: what policy wants to see, it still asks about. */
function answered(approval: Approval, { action, by, note, payload }: ControlStep): Fact[] {
  const words: Record<StepAction, string> = {
    retry: "Tried again",
    skip: "Left out",
    provide_output: "Output given",
    edit_input: "Input changed",
  };
  const decisions = { retry: "approve", skip: "reject", provide_output: "edit", edit_input: "edit" } as const;
  return [
    {
      type: "approval.decided",
      step: approval.step,
      status: action === "skip" ? "rejected" : "approved",
      message: `${words[action]} by ${by.name}: ${approval.summary}${note ? ` (${note})` : ""}`,
      approvalId: approval.id,
      decision: decisions[action],
      by,
      note: note ?? words[action],
      ...(payload && { payload }),
    },
  ];
}

function carriedOut(slice: Slice, row: Row, command: ControlStep): Decision<StepControlled> {
  switch (command.action) {
    case "retry":
    case "edit_input":
      return goOn(slice, row, command);
    case "skip":
      return leaveOut(slice, row, command);
    case "provide_output":
      return giveOutput(slice, row, command);
  }
}

function goOn(slice: Slice, row: Row, { action, by, payload }: ControlStep): Decision<StepControlled> {
  const wake = row.state.wake + 1;
  const because = action === "retry" ? `tried again by ${by.name}` : `input changed by ${by.name}`;
  const released: Fact = {
    type: "step.released",
    step: row.id,
    status: "ready",
    message: `${nameOf(row)}: ${because}`,
    wake,
    because,
    by,
    ...(payload && { params: payload }),
  };
  return { facts: [released], nudges: [readyNudge(slice.execution.head.id, row.id, wake)], answer: { step: row.id, status: "ready" } };
}

function leaveOut(slice: Slice, row: Row, { by, at, note }: ControlStep): Decision<StepControlled> {
  const because = `left out by ${by.name}${note ? `: ${note}` : ""}`;
  const facts: Fact[] = [
    ...triedFacts(row, { at, outcome: "left out", because, by }),
    { type: "step.skipped", step: row.id, status: "skipped", message: `${nameOf(row)}: ${because}`, because },
  ];
  return settled(slice, row, facts, "skipped");
}

function giveOutput(slice: Slice, row: Row, { by, at, payload, preview = "" }: ControlStep): Decision<StepControlled> {
  if (!payload) return nothing({ step: row.id, status: row.state.status });
  const effect = Object.values(slice.execution.effects).find(({ step, status }) => step === row.id && status === "unknown");
  const facts: Fact[] = [];
  if (effect)
    facts.push({
      type: "effect.done",
      step: row.id,
      status: row.state.status,
      message: `Done, says ${by.name}: ${effect.summary}`,
      effectId: effect.id,
      proof: `stated by ${by.name}`,
    });
  facts.push(...triedFacts(row, { at, outcome: "recovered", because: `output given by ${by.name}`, by }), {
    type: "step.completed",
    step: row.id,
    status: "completed",
    message: `${nameOf(row)}: output given by ${by.name}`,
    output: payload,
    preview,
    ms: 0,
  });
  return settled(slice, row, facts, "completed");
}

/** The end of a step that a person or the clock ended: what hangs on it moves. */
export function settled(slice: Slice, row: Row, facts: Fact[], status: "skipped" | "completed"): Decision<StepControlled> {
  const answer = { step: row.id, status };
  if (row.parent !== null) return { facts, nudges: gatherNudge(slice, row), answer };
  const moves = successors(slice, new Map([[row.id, { missing: status === "skipped" }]]));
  const all = [...facts, ...moves.facts];
  return { facts: all, settledEdges: moves.settledEdges, nudges: [...moves.nudges, ...settledNudges(slice, all)], answer };
}
