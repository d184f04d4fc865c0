import { accept } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { decideAdvance } from "./decide-plan.ts";
import type { ExecutionStore } from "./store.ts";

/** Moves what can move and has no nudge of its own; see `decideAdvance`. */
export async function advanceExecution(
  { store, newId }: { store: ExecutionStore; newId: (prefix: string) => string },
  { scope, executionId }: { scope: Workspace; executionId: string },
): Promise<void> {
  await store.act(scope, executionId, {
    cause: `advance:${newId("cmd")}`,
    need: { movable: true },
    decide: (slice) => accept(decideAdvance(slice)),
  });
}
