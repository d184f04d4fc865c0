import { type Meter, OverBudget, type PlannedCall, type Usage } from "#lib/kernel/meter.ts";
import { budgetName, usedOf } from "#lib/safety/budget.ts";
import type { Payer, Refused, Settled, SettleStatus, Spend, Worth } from "#lib/safety/spend.ts";
import { costOf, type Prices, priceOf } from "./prices.ts";

/** What somebody may want to know of a call as it goes. */
export type Told = {
  reserved?(id: string, worth: Worth, call: Pick<PlannedCall, "spared" | "sheet">): Promise<void>;
  settled?(id: string, worth: Worth, at: Settled): Promise<void>;
};
export type MeterFor = (payer: Payer, told?: Told) => Meter;

/** Longer than the longest call: after this its caller is gone, and what was set aside counts as used. */
const holdSeconds = 600;

/** Counts calls of models against the budgets of whoever they are made for: set aside, call, settle. */
export function meterWith({ spend, prices, newId }: { spend: Spend; prices?: Prices; newId: () => string }): MeterFor {
  return (payer, told = {}) => ({
    used: () => spend.used(payer),
    async reserve(call) {
      const id = newId();
      const most = worthOf(call, prices);
      const refused = await spend.reserve(payer, { id, model: `${call.provider}:${call.model}`, seconds: holdSeconds, ...most });
      if (refused) throw new OverBudget(refusalOf(refused));
      await told.reserved?.(id, most, call);
      return {
        async end(used) {
          const { status, ...worth } = endedAs(used, call, most, prices);
          const settled = await spend.settle(payer.scope, { id, status, ...worth });
          if (settled) await told.settled?.(id, worth, settled);
        },
      };
    },
  });
}

type Used = Usage | "nothing" | "unknown";

function endedAs(used: Used, call: PlannedCall, most: Worth, prices: Prices | undefined): Worth & { status: SettleStatus } {
  if (used === "unknown") return { status: "presumed", ...most };
  if (used === "nothing") return { status: "released", micros: 0, tokens: 0 };
  return { status: "settled", ...worthOf({ ...call, ...used }, prices) };
}

function worthOf(call: PlannedCall, prices: Prices | undefined): Worth {
  return { micros: costOf(priceOf(call, prices), call), tokens: call.inputTokens + call.outputTokens };
}

function refusalOf({ scope, ref, period, resetsAt, ...limit }: Refused) {
  return {
    budget: `${scope}:${ref}:${period}`,
    because: `${budgetName(scope, period)} has no room for another call: ${usedOf(limit, limit)} is used or set aside`,
    ...(resetsAt !== undefined && { resetsAt }),
  };
}
