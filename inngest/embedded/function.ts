import { keyOf, numberOf } from "./expression.ts";
import { type Cause, type FlowControl, flowOf } from "./flow.ts";
import type { Start } from "./journal.ts";
import { matchKey } from "./match-key.ts";

/** A function as registered, reduced to what the executor acts on. */
export type DurableFunction = {
  id: string;
  maxAttempts: number;
  events: { name: string; condition?: string | undefined }[];
  crons: { cron: string; timeZone?: string | undefined; jitterMs?: number | undefined }[];
  cancels: { event: string; condition?: string | undefined; timeoutMs?: number | undefined }[];
  concurrency: { limit: number; key?: string | undefined; scope: "fn" | "env" | "account" }[];
  priority?: string | undefined;
  control: FlowControl;
  startMs: number | null;
  finishMs: number | null;
};

export type Event = { name: string; id?: string; data: Record<string, unknown>; ts?: number };

/** `lab/wild/*` matches whatever begins with `lab/wild/`. */
export const namesMatch = (pattern: string, name: string): boolean =>
  pattern === name || (pattern.endsWith("*") && name.startsWith(pattern.slice(0, -1)));

/** A new run of a function, with the concurrency slots that its requests will need. */
export function startOf(fn: DurableFunction, event: unknown, id: string, cause: Cause): Start {
  const limited = fn.concurrency.filter(({ limit }) => limit > 0);
  return {
    id,
    fn: fn.id,
    slots: limited.length === 0 ? null : limited.map(({ key, scope }) => slotName(fn.id, scope, key, event)),
    limits: limited.length === 0 ? null : limited.map(({ limit }) => limit),
    startMs: fn.startMs,
    finishMs: fn.finishMs,
    cancelKey: cancelKeyOf(fn, event),
    flow: flowOf(fn.id, fn.control, event, cause),
  };
}

function cancelKeyOf({ cancels }: DurableFunction, event: unknown): string | null {
  const keys = new Set(cancels.map(({ condition }) => matchKey(condition, event)));
  const [key = null] = keys;
  return keys.size === 1 ? key : null;
}

const slotName = (fn: string, scope: string, key: string | undefined, event: unknown): string =>
  `${scope === "fn" ? fn : scope} ${key ?? ""}:${key ? keyOf(key, { event }) : ""}`;

/** Seconds by which a run goes ahead of its time in the queue. */
export const priorityOf = (fn: DurableFunction, event: unknown): number =>
  fn.priority === undefined ? 0 : Math.max(-600, Math.min(600, numberOf(fn.priority, { event }) ?? 0));
