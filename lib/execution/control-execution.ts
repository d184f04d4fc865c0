import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { type Control, type Controlled, decideControl } from "./decide-control.ts";
import type { ExecutionStore, Idempotency } from "./store.ts";

type Deps = { store: ExecutionStore; newId: (prefix: string) => string };
export type ControlAnswer = { id: string; status: string; halting: boolean };

/** Pause, resume or cancel. It acts through the log: what runs is told by it and drains. */
export async function controlExecution(
  { store, newId }: Deps,
  {
    workspace,
    actor,
    id,
    action,
    because,
    idempotency,
  }: { workspace: Workspace; actor: Actor; id: string; action: Control["action"]; because?: string; idempotency?: Idempotency | undefined },
): Promise<Outcome<ControlAnswer>> {
  const outcome = await store.act<Controlled>(workspace, id, {
    cause: `${action}:${idempotency?.key ?? newId("cmd")}`,
    need: action === "resume" ? { movable: true } : { open: action === "cancel" },
    decide: (slice) => decideControl(slice, { action, by: actor, ...(because !== undefined && { because }) }),
    ...(idempotency && {
      idempotency: { ...idempotency, status: 202, answerOf: ({ status, halting }): Json => ({ id, status, halting }) },
    }),
  });
  if (!outcome.ok) return outcome;
  const acted = outcome.value;
  if (acted.kind === "done") return accept({ id, status: acted.answer.status, halting: acted.answer.halting });
  if (acted.kind === "replayed") return accept({ id, status: acted.head.status, halting: acted.head.halting !== null });
  return acted.status === 422
    ? refuse({ code: "unprocessable", because: "this Idempotency-Key was used for another request" })
    : accept(acted.answer as ControlAnswer);
}
