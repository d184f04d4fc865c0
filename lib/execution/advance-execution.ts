import { accept } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { decideAdvance } from "./decide-plan.ts";
import { needsOnlySlot } from "./queue-up.ts";
import type { ExecutionStore } from "./store.ts";

/** Moves what can move and has no nudge of its own; see `decideAdvance`. */
export async function advanceExecution(
  { store, registry, now, newId }: { store: ExecutionStore; registry: ToolRegistry; now: () => Date; newId: (prefix: string) => string },
  { scope, executionId }: { scope: Workspace; executionId: string },
): Promise<void> {
  const onlySlot = needsOnlySlot(registry);
  await store.act(scope, executionId, {
    cause: `advance:${newId("cmd")}`,
    need: { movable: true },
    decide: (slice) => accept(decideAdvance(slice, { at: now().toISOString(), onlySlot })),
  });
}
