import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Limit, Used } from "./budget.ts";

/** Whoever a call is made for; an execution says itself who asked for it and by which workflow. */
export type Payer = { scope: Workspace; executionId?: string; stepId?: string; userId?: string };
export type Worth = { micros: number; tokens: number };
export type Reservation = Worth & { id: string; model: string; seconds: number };
/** The limit that a call does not fit under, with what is used of it or set aside. */
export type Refused = Limit & Used & { scope: string; ref: string; period: string; resetsAt?: string };
/** How much of the tightest limit was used before a call and is after it, in percent. */
export type Settled = { before: number | undefined; after: number | undefined };
export type SettleStatus = "settled" | "released" | "presumed";

/** Who set aside, and did not come back in time. */
export type Lost = Worth & { scope: Workspace; id: string; executionId: string | null; stepId: string | null };

/** What the calls of models use, counted once among all processes. */
export type Spend = {
  used(payer: Payer): Promise<number | undefined>;
  /** Nothing when there is room, and it is set aside. */
  reserve(payer: Payer, reservation: Reservation): Promise<Refused | undefined>;
  /** Once: nothing when it was ended before. */
  settle(scope: Workspace, call: Worth & { id: string; status: SettleStatus }): Promise<Settled | undefined>;
  lost(limit: number): Promise<Lost[]>;
};
