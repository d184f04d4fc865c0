import type { Approval, Step } from "./state.ts";

export const stepActions = ["retry", "skip", "provide_output", "edit_input"] as const;
export type StepAction = (typeof stepActions)[number];

/** What a person may do with a step that waits. What a policy holds is released by its approval and by nothing else. */
export function allowedOnStep(state: Step, approval: Pick<Approval, "kind"> | undefined): StepAction[] {
  if (state.iterations) return [];
  if (state.status === "retrying") return [...stepActions];
  if (state.status !== "held") return [];
  switch (state.hold.reason) {
    case "approval":
      return approval && approval.kind !== "step" ? [...stepActions] : ["skip"];
    case "breaker":
      return [...stepActions];
    default:
      return ["skip", "provide_output"];
  }
}
