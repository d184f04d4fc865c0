import type { Nudge } from "./slice.ts";

/** A nudge's id ends in the step's wake: every release has a new one, a repeated nudge has the old one. */
export function readyNudge(executionId: string, stepId: string, wake: number, dueAt?: string): Nudge {
  return { id: `${executionId}:${stepId}:${wake}`, name: "step/ready", data: { executionId, stepId, wake }, ...(dueAt && { dueAt }) };
}

/** `seq` tells one advance of an execution from the next; where only edges move and the log does not, the last of them does. */
export function advanceNudge(executionId: string, seq: number, edge?: { from: string; to: string }): Nudge {
  return { id: `${executionId}:advance:${seq}${edge ? `:${edge.from}:${edge.to}` : ""}`, name: "execution/advance", data: { executionId } };
}

export function settledNudge(executionId: string): Nudge {
  return { id: `${executionId}:settled`, name: "execution/settled", data: { executionId } };
}

/** The moment is in its id, since one that came too soon is sent again. */
export function overtimeNudge(executionId: string, dueAt: string): Nudge {
  return { id: `${executionId}:overtime:${dueAt}`, name: "execution/overtime", data: { executionId }, dueAt };
}

/** It failed, or waits for help: whether its plan is still the one to go on with. `seq` tells one such moment from the next. */
export function reviewNudge(executionId: string, seq: number): Nudge {
  return { id: `${executionId}:review:${seq}`, name: "execution/review", data: { executionId } };
}

/** While it runs: once for each doubling of the steps that are over, and not after each. Whoever sends drops a repeated one. */
export function reviewAtWorkNudge(executionId: string, version: number, ended: number): Nudge {
  return {
    id: `${executionId}:review:at work:${version}:${Math.floor(Math.log2(ended))}`,
    name: "execution/review",
    data: { executionId },
  };
}

export function approvalNudge(executionId: string, approvalId: string): Nudge {
  return { id: `${approvalId}:requested`, name: "approval/requested", data: { executionId, approvalId } };
}

/** Those who may decide are told; which occasion it is, is in the approval. */
export function tellNudge(executionId: string, approvalId: string, occasion: "requested" | "reminded" | "escalated"): Nudge {
  return { id: `${approvalId}:tell:${occasion}`, name: "approval/tell", data: { executionId, approvalId } };
}

/** Who asked for the execution is told of a question about it. */
export function askedNudge(executionId: string, approvalId: string, messageId: string): Nudge {
  return { id: `${approvalId}:asked:${messageId}`, name: "approval/asked", data: { executionId, approvalId } };
}

/** A budget has more room: what waited for it goes on. */
export function raisedNudge(executionId: string, approvalId: string): Nudge {
  return { id: `${approvalId}:raised`, name: "budget/raised", data: { executionId, approvalId } };
}

export function approvalClosedNudge(executionId: string, approvalId: string): Nudge {
  return { id: `${approvalId}:closed`, name: "approval/closed", data: { executionId, approvalId } };
}
