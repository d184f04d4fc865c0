import type pg from "pg";
import { channel } from "./presence.postgres.ts";

const lastSent = new WeakMap<pg.Pool, { at: number; timer: NodeJS.Timeout | undefined }>();

/** Wakes the workers, at most once in 5 ms: a notification serialises the commits of the whole database, so it goes
 *  out on its own and never inside the transaction that it tells of. A lost one costs a beat. */
export function notifyWorkers(pool: pg.Pool, everyMs = 5): void {
  const state = lastSent.get(pool) ?? { at: 0, timer: undefined };
  lastSent.set(pool, state);
  if (state.timer) return;
  const wait = Math.max(0, state.at + everyMs - performance.now());
  const send = () => {
    state.timer = undefined;
    state.at = performance.now();
    pool
      .query({
        name: "executor notify",
        text: "select set_config('synchronous_commit', 'off', true), pg_notify($1, '')",
        values: [channel],
      })
      .catch(() => {});
  };
  if (wait === 0) send();
  else state.timer = setTimeout(send, wait);
}
