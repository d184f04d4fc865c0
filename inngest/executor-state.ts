import { isDistributed } from "#lib/env.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { sendEvents } from "./embedded/send-events.ts";
import { createState, type ExecutorState } from "./embedded/state.postgres.ts";

const state = () => createState(runtime().executorPool());

/** What the embedded executor is at for a workspace; nothing where Inngest runs the functions, which shows it itself. */
export async function readExecutor(workspace: Workspace): Promise<ExecutorState | null> {
  return isDistributed() ? null : state().read(workspace.id);
}

/** Sends the event of a failed run once more, or ends an open one. What a run does is in the execution's log, so doing it again adds nothing. */
export async function handleRun(workspace: Workspace, id: string, action: "retry" | "cancel"): Promise<Outcome<{ id: string }>> {
  const none = refuse({ code: "not_found", because: action === "retry" ? "no run of this id has failed" : "no run of this id is open" });
  if (isDistributed()) return none;
  if (action === "cancel") return (await state().cancel(workspace.id, id)) ? accept({ id }) : none;
  const event = await state().eventOf(workspace.id, id);
  if (!event) return none;
  const { ids } = await sendEvents(runtime().executorPool(), [{ name: event.name, data: event.data }]);
  return accept({ id: ids[0] ?? id });
}
