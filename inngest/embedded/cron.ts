import { Cron } from "croner";
import type { DurableFunction } from "./function.ts";

export type Schedule = { id: string; fn: DurableFunction; cron: string; timeZone?: string | undefined; jitterMs?: number | undefined };

/** One item a schedule. Its name holds the pattern: a function that is deployed with another one gets another item. */
export const schedulesOf = (functions: DurableFunction[]): Schedule[] =>
  functions.flatMap((fn) => fn.crons.map((given) => ({ id: `cron:${fn.id}:${given.timeZone ?? ""}:${given.cron}`, fn, ...given })));

export function nextFire({ cron, timeZone }: Schedule, afterMs: number): number | undefined {
  return new Cron(cron, { ...(timeZone && { timezone: timeZone }) }).nextRun(new Date(afterMs))?.getTime();
}

export function timerEvent({ cron, timeZone }: Schedule, atMs: number): string {
  const at = new Date(atMs).toISOString();
  const data = { cron: timeZone ? `TZ=${timeZone} ${cron}` : cron, fireAt: at, scheduledAt: at };
  return JSON.stringify({ name: "inngest/scheduled.timer", id: at, data, ts: atMs, user: {} });
}
