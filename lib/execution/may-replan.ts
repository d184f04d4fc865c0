import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Head } from "./state.ts";

/** Whether the plan of an execution can be changed as it stands now: it is held, paused, failed or cancelled, and nothing of it is at work. */
export function mayReplan(head: Head): Outcome<undefined> {
  if (!head.plan) return refuse({ code: "conflict", because: "it has no plan yet" });
  if (head.status === "completed") return refuse({ code: "conflict", because: "it is complete: fork it" });
  if (head.status === "awaiting_approval")
    return refuse({ code: "conflict", because: "its plan waits for an approver, who can change it" });
  if (head.halting && head.status !== "failed" && head.status !== "cancelled")
    return refuse({ code: "conflict", because: "it is stopping" });
  if (head.running > 0) return refuse({ code: "conflict", because: "steps are running: pause it and let them finish", allowed: ["pause"] });
  return accept(undefined);
}
