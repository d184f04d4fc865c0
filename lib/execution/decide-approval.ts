import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Raise } from "#lib/safety/raise.ts";
import { failUnrun } from "./decide-admit.ts";
import { decideRaised, isAsShown } from "./decide-raise.ts";
import type { By, Fact, PayloadRef } from "./events.ts";
import { approvalClosedNudge, readyNudge } from "./nudges.ts";
import { hasVoted, type Seat } from "./seats.ts";
import { type Decision, type Nudge, nothing, type Row, type Slice } from "./slice.ts";
import { type Approval, isOver } from "./state.ts";
import { nameOf, settledNudges, successors } from "./successors.ts";
import { plainTerms } from "./times.ts";

export type DecideApproval = {
  approvalId: string;
  decision: "approve" | "reject" | "edit";
  by: By;
  note?: string;
  /** The hash of what the person saw. */
  payloadHash: string;
  /** In whose name, and whether they may. */
  seat: Outcome<Seat>;
  /** What was answered to its form, checked against it, and the hash of the form that was shown. */
  answers?: { formHash: string; values: PayloadRef };
  /** For an edit: the new payload, already checked by the tool and by every policy. */
  payload?: PayloadRef;
  /** What is asked about a budget, or what an edit made of it. */
  raise?: Raise;
  /** What the new payload does, and why it has to be seen where it was not said of the one before. */
  summary?: string;
  why?: string[];
};

/** `agreed` of `quorum`, where several have to. */
export type Decided = { approvalId: string; status: Approval["status"]; agreed?: number; quorum?: number };

/**
 * One decision an approval, bound to what was shown; it releases the step in the same append. Where several have to agree, the last of them
 * decides. One who rejects is enough. A change that policy objects to, or that others have to agree to, is asked about in its own right.
 */
export function decideApproval(slice: Slice, command: DecideApproval): Outcome<Decision<Decided>> {
  const approval = slice.execution.approvals[command.approvalId];
  if (!approval) return refuse({ code: "not_found", because: "no such approval" });
  if (approval.status !== "open") return refuse({ code: "conflict", because: `already ${approval.status}` });
  if (isOver(slice.execution.head.status) || slice.execution.head.halting)
    return refuse({ code: "conflict", because: "the execution is over" });
  if (approval.payloadHash !== command.payloadHash) return refuse({ code: "conflict", because: "the payload changed since it was shown" });
  if (command.decision === "edit" && !command.payload) return refuse({ code: "invalid", because: "an edit brings a payload" });
  if (!command.seat.ok) return command.seat;
  const seat = command.seat.value;
  const { quorum } = approval.terms ?? plainTerms;
  const votes = approval.votes ?? [];
  if (command.decision === "reject") return accept(closed(slice, approval, command, []));
  const asShown = approval.kind === "budget" ? isAsShown(slice, command.raise) : accept(undefined);
  if (!asShown.ok) return asShown;
  const unanswered = formRefusal(approval, command);
  if (unanswered) return unanswered;
  if (command.decision === "approve" && hasVoted(votes, seat))
    return refuse({ code: "conflict", because: "you have agreed to this already" });
  const isChanged = command.decision === "edit" && command.payload?.hash !== approval.payloadHash;
  if (isChanged && (quorum > 1 || command.why !== undefined)) return accept(amended(approval, command, quorum));
  if (quorum === 1) return accept(closed(slice, approval, command, []));
  const voted: Fact = {
    type: "approval.voted",
    step: approval.step,
    status: "held",
    message: `${nameOfSeat(command.by, seat)} agreed: ${approval.summary}`,
    approvalId: approval.id,
    by: command.by,
    person: seat.person,
    ...(seat.onBehalfOf && { onBehalfOf: seat.onBehalfOf }),
    ...(command.note !== undefined && { note: command.note }),
    payloadHash: approval.payloadHash,
    ...(command.answers && { form: command.answers.values }),
  };
  // Other answers than before are asked about anew: who agreed to the ones before did not agree to these.
  const isSame = command.answers === undefined || command.answers.values.hash === approval.answers?.hash;
  const agreed = (isSame ? votes.length : 0) + 1;
  if (agreed >= quorum) return accept(closed(slice, approval, command, [voted]));
  return accept({ facts: [voted], answer: { approvalId: approval.id, status: "open", agreed, quorum } });
}

/** Answers are to the form that was shown, whole, and to nothing else. */
function formRefusal({ form }: Approval, { answers }: DecideApproval): Outcome<never> | undefined {
  if (!form && !answers) return;
  if (!form)
    return refuse({ code: "invalid", because: "it asks for no answers", errors: [{ path: "form", because: "has nothing to answer" }] });
  if (!answers) return refuse({ code: "invalid", because: "its form is not filled in", errors: [{ path: "form", because: "is missing" }] });
  if (answers.formHash !== form.hash) return refuse({ code: "conflict", because: "the form changed since it was shown" });
  return;
}

const nameOfSeat = ({ name }: By, { onBehalfOf }: Seat): string => (onBehalfOf ? `${name} for ${onBehalfOf.name}` : name);

/** The other payload takes the place of the one before; who made the change agrees to it by deciding again, when they have seen what is said of it. */
function amended(approval: Approval, { by, payload, summary, why, note }: DecideApproval, quorum: number): Decision<Decided> {
  if (!payload) return nothing({ approvalId: approval.id, status: "open" });
  const fact: Fact = {
    type: "approval.amended",
    step: approval.step,
    status: "held",
    message: `Changed by ${by.name}: ${summary ?? approval.summary}`,
    approvalId: approval.id,
    by,
    payload,
    payloadHash: payload.hash,
    summary: summary ?? approval.summary,
    why: why ?? approval.why,
    ...(note !== undefined && { note }),
  };
  return { facts: [fact], answer: { approvalId: approval.id, status: "open", agreed: 0, quorum } };
}

function closed(slice: Slice, approval: Approval, given: DecideApproval, before: Fact[]): Decision<Decided> {
  const seat = given.seat.ok ? given.seat.value : undefined;
  // What was amended and then agreed to is a change, whoever made it.
  const command =
    given.decision === "approve" && approval.original ? { ...given, decision: "edit" as const, payload: approval.payload } : given;
  // An output that a person states is no payload that anybody released.
  const stated = approval.kind === "unknown_effect" && command.decision === "edit";
  const released = stated ? undefined : (command.payload ?? approval.payload);
  // Who helps releases nothing that policy holds: an input that they change is asked about like any other.
  const isHelp = approval.kind === "intervention";
  const facts: Fact[] = [
    {
      type: "approval.decided",
      step: approval.step,
      status: command.decision === "reject" ? "rejected" : "approved",
      message: wordsOf(command, approval, seat),
      approvalId: approval.id,
      decision: command.decision,
      by: command.by,
      ...(seat?.onBehalfOf && { onBehalfOf: seat.onBehalfOf }),
      ...(command.note !== undefined && { note: command.note }),
      ...(command.decision !== "reject" && command.answers && { form: command.answers.values }),
      ...(command.decision !== "reject" && released && { payload: released, ...(!isHelp && { payloadHash: released.hash }) }),
    },
  ];
  const then = afterwards(slice, approval, command);
  const status = command.decision === "reject" ? "rejected" : "approved";
  return {
    ...then,
    facts: [...before, ...facts, ...then.facts],
    nudges: [...(then.nudges ?? []), approvalClosedNudge(slice.execution.head.id, approval.id)],
    answer: { approvalId: approval.id, status },
  };
}

function afterwards(slice: Slice, approval: Approval, command: DecideApproval): Decision<undefined> {
  const { raise, decision, by, note } = command;
  if (approval.kind === "budget") return decideRaised(slice, { approval, raise, decision, by, note });
  return approval.step === null ? forPlan(slice, command) : forStep(slice, approval, command);
}

function wordsOf({ decision, by, note }: DecideApproval, { summary }: Approval, seat: Seat | undefined): string {
  const verb = { approve: "Approved", reject: "Rejected", edit: "Approved with changes" }[decision];
  return `${verb} by ${seat ? nameOfSeat(by, seat) : by.name}: ${summary}${note ? ` (${note})` : ""}`;
}

function forStep(slice: Slice, approval: Approval, command: DecideApproval): Decision<undefined> {
  const row = slice.rows[approval.step ?? ""];
  if (row?.state.status !== "held") return nothing(undefined);
  if (command.decision === "reject")
    return failUnrun(slice, row, `rejected by ${command.by.name}${command.note ? `: ${command.note}` : ""}`, "rejected");
  if (approval.kind === "unknown_effect" && command.decision === "edit" && command.payload)
    return itHappened(slice, row, approval, command.payload, command.by);
  const changed = approval.kind === "intervention" ? command.payload : undefined;
  return release(slice, row, "approved", changed && { params: changed, by: command.by });
}

function release(slice: Slice, row: Row, because: string, changed?: { params: PayloadRef; by: By }): Decision<undefined> {
  const wake = row.state.wake + 1;
  const nudges: Nudge[] = [readyNudge(slice.execution.head.id, row.id, wake)];
  return {
    facts: [{ type: "step.released", step: row.id, status: "ready", message: `${nameOf(row)}: ${because}`, wake, because, ...changed }],
    nudges,
    answer: undefined,
  };
}

/** A person knows that an effect of unknown outcome did happen, and gives the output that it had. */
function itHappened(slice: Slice, row: Row, approval: Approval, output: PayloadRef, by: By): Decision<undefined> {
  const effect = Object.values(slice.execution.effects).find((entry) => entry.step === row.id && entry.status === "unknown");
  const facts: Fact[] = [];
  if (effect)
    facts.push({
      type: "effect.done",
      step: row.id,
      status: "held",
      message: `Done, says ${by.name}: ${effect.summary}`,
      effectId: effect.id,
      proof: `stated by ${by.name}`,
    });
  facts.push({
    type: "step.completed",
    step: row.id,
    status: "completed",
    message: `${nameOf(row)}: output given by ${by.name}`,
    output,
    preview: approval.summary,
    ms: 0,
  });
  const moves = successors(slice, new Map([[row.id, { missing: false }]]));
  const all = [...facts, ...moves.facts];
  return { facts: all, settledEdges: moves.settledEdges, nudges: [...moves.nudges, ...settledNudges(slice, all)], answer: undefined };
}

function forPlan(slice: Slice, { decision, by, note, payload }: DecideApproval): Decision<undefined> {
  const { head } = slice.execution;
  if (decision === "reject") {
    const because = `the plan was rejected by ${by.name}${note ? `: ${note}` : ""}`;
    return {
      facts: [{ type: "execution.cancelled", step: null, status: "cancelled", message: `Cancelled: ${because}`, because, by }],
      answer: undefined,
    };
  }
  const shown = head.plan?.version ?? 1;
  const changed = decision === "edit" && payload !== undefined && payload.hash !== head.plan?.ref.hash ? payload : undefined;
  const version = changed ? shown + 1 : shown;
  const because = note ?? "changed in its approval";
  const replaced: Fact[] = changed
    ? [
        {
          type: "plan.replaced",
          step: null,
          status: "awaiting_approval",
          message: `Plan version ${version}, by ${by.name}: ${because}`,
          plan: changed,
          version,
          because,
          by,
        },
      ]
    : [];
  return {
    facts: [...replaced, { type: "plan.approved", step: null, status: "planning", message: `Plan approved by ${by.name}`, version, by }],
    nudges: [{ id: `${head.id}:plan:approved`, name: "execution/requested", data: { executionId: head.id } }],
    answer: undefined,
  };
}
