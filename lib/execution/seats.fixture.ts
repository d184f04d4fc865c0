import { accept } from "#lib/kernel/outcome.ts";
import type { DecidersOf, SettleDeps } from "./settle-approval.ts";

/** A workspace of one person, who is not even in its list. */
export const nobodyElse: DecidersOf = async () => ({ people: [], groups: {}, delegations: [], makers: {} });

/** Where no row of a budget is kept. */
export const noBudgets: SettleDeps["budgets"] = { raise: async () => accept(undefined) };
