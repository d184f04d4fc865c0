import { createHash } from "node:crypto";
import { holds, keyOf } from "./expression.ts";

/** How a function asks to be held back, by the names that the option has in the SDK. */
export type FlowControl = {
  idempotency?: string | undefined;
  rateLimit?: { limit: number; periodMs: number; key?: string | undefined } | undefined;
  throttle?: { limit: number; periodMs: number; burst: number; key?: string | undefined } | undefined;
  debounce?: { periodMs: number; timeoutMs?: number | undefined; key?: string | undefined } | undefined;
  batch?: { size: number; timeoutMs: number; key?: string | undefined; condition?: string | undefined } | undefined;
  singleton?: { mode: "skip" | "cancel"; key?: string | undefined } | undefined;
};

/** The same for one event: every key has become the name of a gate, through which the journal lets it or not. */
export type Flow = {
  /** All gates, so that the journal can lock them in one order. */
  names: string[];
  once?: Gate & { periodMs: number };
  gather?: Gate & { waitMs: number; mostMs: number; size?: number };
  rate?: Gate & { limit: number; periodMs: number };
  singleton?: Gate & { mode: "skip" | "cancel" };
  throttle?: Gate & { everyMs: number; burst: number };
};
type Gate = { name: string };

export type Cause = "event" | "invoke" | "cron";

const day = 86_400_000;
const foreverMs = 366 * day;

/** Only events are counted, joined and dropped: whoever invokes waits for an answer, and a schedule says itself how often. */
export function flowOf(fn: string, control: FlowControl, event: unknown, cause: Cause): Flow | null {
  const gate = (kind: string, key: string | undefined): Gate => ({ name: gateName(kind, fn, key, event) });
  const { idempotency, rateLimit, throttle, debounce, batch, singleton } = control;
  const asEvent = cause === "event";
  const gates = {
    ...(asEvent && idempotency && { once: { ...gate("once", idempotency), periodMs: day } }),
    ...(asEvent &&
      debounce && { gather: { ...gate("debounce", debounce.key), waitMs: debounce.periodMs, mostMs: debounce.timeoutMs ?? foreverMs } }),
    ...(asEvent &&
      batch &&
      isEligible(batch, event) && {
        gather: { ...gate("batch", batch.key), waitMs: batch.timeoutMs, mostMs: foreverMs, size: batch.size },
      }),
    // Inngest's own rule: an idempotency key takes the place of a rate limit.
    ...(asEvent &&
      rateLimit &&
      !idempotency && { rate: { ...gate("rate", rateLimit.key), limit: rateLimit.limit, periodMs: rateLimit.periodMs } }),
    ...(singleton && { singleton: { ...gate("singleton", singleton.key), mode: singleton.mode } }),
    ...(throttle && {
      throttle: { ...gate("throttle", throttle.key), everyMs: throttle.periodMs / throttle.limit, burst: throttle.burst },
    }),
  };
  const names = Object.values(gates).map(({ name }) => name);
  return names.length === 0 ? null : { names, ...gates };
}

const isEligible = ({ condition }: { condition?: string | undefined }, event: unknown): boolean =>
  condition === undefined || holds(condition, { event });

const longestKey = 200;

function gateName(kind: string, fn: string, key: string | undefined, event: unknown): string {
  const value = key === undefined ? "" : keyOf(key, { event });
  return `${kind}:${fn}:${value.length > longestKey ? createHash("sha256").update(value).digest("hex") : value}`;
}
