import { type ExecutionStatus, isOver } from "#lib/execution/state.ts";

/** Why an execution shows no steps. */
export function withoutPlan({ trigger, status }: { trigger: string; status: ExecutionStatus }): string {
  if (trigger === "budget") return "A question about a budget has no steps.";
  return isOver(status) ? "It ended before there was a plan." : "There is no plan yet.";
}
