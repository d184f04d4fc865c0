import { type Meter, OverBudget } from "#lib/kernel/meter.ts";
import { type Phase, phaseShare, phaseWords } from "#lib/safety/allocation.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Head } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

type At = { scope: Workspace; executionId: string; phase: Phase };

/**
 * A meter that also holds the calls of one phase to its share of the execution's own token budget: lighter from 75 % of the share, and
 * none once it is used. The log counts it; that steps side by side pass no budget together is the database's part.
 */
export function withinPhase(meter: Meter, store: Pick<ExecutionStore, "slice">, { scope, executionId, phase }: At): Meter {
  const shareOf = async () => {
    const slice = await store.slice(scope, executionId, {});
    return slice ? shareIn(slice.execution.head, phase) : undefined;
  };
  return {
    async used() {
      const [all, share] = await Promise.all([meter.used(), shareOf()]);
      const parts = [all, share && percentOf(share)].filter((part) => part !== undefined);
      return parts.length === 0 ? undefined : Math.max(...parts);
    },
    async reserve(call) {
      const share = await shareOf();
      if (share && percentOf(share) >= 100)
        throw new OverBudget({
          budget: `execution:${executionId}:total`,
          because: `the share of the token budget for ${phaseWords[phase]} is used: ${share.used.toLocaleString("en")} of ${share.room.toLocaleString("en")} tokens`,
        });
      return meter.reserve(call);
    },
  };
}

type Share = { room: number; used: number };

/** Nothing where the execution has no budget in tokens of its own. */
function shareIn({ budget, tokensIn }: Head, phase: Phase): Share | undefined {
  if (budget?.limitTokens === undefined) return;
  return { room: phaseShare(budget.limitTokens, phase), used: tokensIn?.[phase] ?? 0 };
}

const percentOf = ({ room, used }: Share): number => (room > 0 ? (used * 100) / room : 100);
