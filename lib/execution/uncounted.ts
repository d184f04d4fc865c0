import type { HoldReason } from "./events.ts";

/** A step that goes back to wait for one of these was not called, so that the attempt does not count. */
export const isUncounted = (reason: HoldReason): boolean =>
  reason === "breaker" || reason === "budget" || reason === "lock" || reason === "rate" || reason === "wait";
