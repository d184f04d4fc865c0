import type { Spend } from "#lib/safety/spend.ts";
import type { ExecutionStore } from "./store.ts";
import { tellSpend } from "./tell-spend.ts";

const atOnce = 500;

/** What was set aside by a process that is gone counts as used in full, since nobody knows what the provider did with it. */
export async function settleLostSpend({
  spend,
  store,
}: {
  spend: Spend;
  store: Pick<ExecutionStore, "act">;
}): Promise<{ settled: number }> {
  let count = 0;
  for (const { scope, id, executionId, stepId, micros, tokens } of await spend.lost(atOnce)) {
    const settled = await spend.settle(scope, { id, micros, tokens, status: "presumed" });
    if (!settled) continue;
    count += 1;
    if (executionId !== null)
      await tellSpend(store, { scope, executionId, step: stepId, phase: stepId === null ? "plan" : "execute" }).settled?.(
        id,
        { micros, tokens },
        settled,
      );
  }
  return { settled: count };
}
