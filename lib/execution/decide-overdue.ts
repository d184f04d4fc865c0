import { failUnrun } from "./decide-admit.ts";
import { climb } from "./decide-ladder.ts";
import { unanswered } from "./decide-raise.ts";
import { settled } from "./decide-step.ts";
import type { Fact } from "./events.ts";
import { approvalClosedNudge, tellNudge } from "./nudges.ts";
import { type Decision, nothing, type Row, type Slice } from "./slice.ts";
import type { Approval } from "./state.ts";
import { nameOf } from "./successors.ts";
import { later, plainTerms } from "./times.ts";

/** When somebody has to look at an open approval next: to remind, or because its time is over. */
export function dueAtOf({ expiresAt, remindedAt, terms = plainTerms }: Approval): string {
  if (terms.remindBeforeMs === undefined || remindedAt !== undefined) return expiresAt;
  return later(expiresAt, -terms.remindBeforeMs);
}

/** What the clock does about an open approval: reminds, escalates, or ends it by its route. A doubled or early wake changes nothing. */
export function decideOverdue(
  slice: Slice,
  { approvalId, at }: { approvalId: string; at: string },
): Decision<{ status: Approval["status"] | "none"; dueAt?: string }> {
  const approval = slice.execution.approvals[approvalId];
  if (approval?.status !== "open" || slice.execution.head.halting) return nothing({ status: approval?.status ?? "none" });
  const dueAt = dueAtOf(approval);
  if (dueAt > at) return nothing({ status: "open", dueAt });
  if (approval.expiresAt > at) return remind(slice, approval);
  const { onExpiry, escalateTo, escalateForMs } = approval.terms ?? plainTerms;
  if (onExpiry === "escalate" && escalateTo)
    return escalate(slice, approval, { at, group: escalateTo, expiresAt: later(at, escalateForMs ?? 0) });
  return expire(slice, approval, at);
}

function remind(slice: Slice, { id, step, summary, expiresAt }: Approval): ReturnType<typeof decideOverdue> {
  const reminded: Fact = { type: "approval.reminded", step, status: "held", message: `Nobody has decided yet: ${summary}`, approvalId: id };
  return { facts: [reminded], nudges: [tellNudge(slice.execution.head.id, id, "reminded")], answer: { status: "open", dueAt: expiresAt } };
}

function escalate(
  slice: Slice,
  approval: Approval,
  { at, group, expiresAt }: { at: string; group: { id: string; name: string }; expiresAt: string },
): ReturnType<typeof decideOverdue> {
  const { id, step, summary } = approval;
  const escalated: Fact = {
    type: "approval.escalated",
    step,
    status: "held",
    message: `Nobody decided in time, ${group.name} decides now: ${summary}`,
    approvalId: id,
    group,
    expiresAt,
  };
  const row = slice.rows[step ?? ""];
  const goesOn: Fact[] =
    row?.state.status === "held"
      ? [
          {
            type: "step.held",
            step: row.id,
            status: "held",
            message: `${nameOf(row)}: Waiting for ${group.name}`,
            hold: { ...row.state.hold, because: `Waiting for ${group.name}`, since: at, until: expiresAt },
            wake: row.state.wake,
          },
        ]
      : [];
  return {
    facts: [escalated, ...goesOn],
    nudges: [tellNudge(slice.execution.head.id, id, "escalated")],
    answer: { status: "open", dueAt: expiresAt },
  };
}

function expire(slice: Slice, approval: Approval, at: string): ReturnType<typeof decideOverdue> {
  const { id, step, summary } = approval;
  const expired: Fact = {
    type: "approval.expired",
    step,
    status: "expired",
    message: `Nobody decided in time: ${summary}`,
    approvalId: id,
  };
  const then = afterwards(slice, approval, at);
  return {
    ...then,
    facts: [expired, ...then.facts],
    nudges: [...(then.nudges ?? []), approvalClosedNudge(slice.execution.head.id, id)],
    answer: { status: "expired" },
  };
}

function afterwards(slice: Slice, { kind, step, terms = plainTerms }: Approval, at: string): Decision<unknown> {
  if (kind === "budget") return unanswered(slice);
  const row = slice.rows[step ?? ""];
  if (!row) {
    const because = "nobody approved the plan in time";
    return {
      facts: [{ type: "execution.cancelled", step: null, status: "cancelled", message: `Cancelled: ${because}`, because }],
      answer: undefined,
    };
  }
  if (row.state.status !== "held") return nothing(undefined);
  const because = "nobody approved it in time";
  if (terms.onExpiry === "skip") return skip(slice, row, because);
  const otherWay = terms.onExpiry === "fallback" ? climb(slice, row, { at, because, code: "expired", facts: [] }) : undefined;
  return otherWay ?? failUnrun(slice, row, because, "expired");
}

function skip(slice: Slice, row: Row, because: string): Decision<unknown> {
  const skipped: Fact = { type: "step.skipped", step: row.id, status: "skipped", message: `Left out ${nameOf(row)}: ${because}`, because };
  return settled(slice, row, [skipped], "skipped");
}
