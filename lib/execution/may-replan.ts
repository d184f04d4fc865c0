import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Head } from "./state.ts";

/** A plan that was changed so often and still does not do is a person's to change. */
export const mostVersions = 4;
/** Fewer steps say little of a plan that runs still. */
const fewestSteps = 3;

/** Whether the product looks at all whether another plan would do better. */
export const isReviewed = ({ settings, simulated, plan }: Head): boolean =>
  settings?.replanning?.value !== "never" && !simulated && plan !== null && plan.version < mostVersions;

/** The same while it runs: it says enough by now, and nothing was proposed yet. */
export const mayReviewAtWork = (head: Head, ended: number): boolean =>
  isReviewed(head) && head.status === "running" && !head.halting && head.proposed === undefined && ended >= fewestSteps;

/**
 * Whether the plan of an execution can be changed as it stands now: it is held, paused, failed or cancelled, and nothing of it is at work.
 * What the product proposes (`atWork`) may wait until nothing is.
 */
export function mayReplan(head: Head, { atWork = false } = {}): Outcome<undefined> {
  if (!head.plan) return refuse({ code: "conflict", because: "it has no plan yet" });
  if (head.status === "completed") return refuse({ code: "conflict", because: "it is complete: fork it" });
  if (head.status === "awaiting_approval")
    return refuse({ code: "conflict", because: "its plan waits for an approver, who can change it" });
  if (head.halting && head.status !== "failed" && head.status !== "cancelled")
    return refuse({ code: "conflict", because: "it is stopping" });
  if (head.running > 0 && !atWork)
    return refuse({ code: "conflict", because: "steps are running: pause it and let them finish", allowed: ["pause"] });
  return accept(undefined);
}
