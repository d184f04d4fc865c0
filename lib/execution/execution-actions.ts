import { type ExecutionStatus, isOver } from "./state.ts";

export type ExecutionAction = "pause" | "resume" | "cancel";

/** What a person may do with an execution in this state. */
export function allowedActions(status: ExecutionStatus, halting: boolean): ExecutionAction[] {
  if (isOver(status) || halting) return [];
  if (status === "paused") return ["resume", "cancel"];
  return status === "running" ? ["pause", "cancel"] : ["cancel"];
}
