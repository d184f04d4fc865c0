import type pg from "pg";
import { channel } from "./presence.postgres.ts";

/** What other workers should look at. An item is news only when the worker that made it has no room for it. */
type News = "events" | "items";
const everyMs: Record<News, number> = { events: 5, items: 50 };

type Sender = { sentAt: number; timer: NodeJS.Timeout | undefined };
const senders = new WeakMap<pg.Pool, Record<News, Sender>>();

/** Wakes the workers, once in a few milliseconds at most: a notification serialises the commits of the whole database, so it
 *  goes out on its own and never inside the transaction that it tells of. A lost one costs a beat. */
export function notifyWorkers(pool: pg.Pool, news: News): void {
  const known = senders.get(pool) ?? { events: { sentAt: 0, timer: undefined }, items: { sentAt: 0, timer: undefined } };
  senders.set(pool, known);
  const sender = known[news];
  if (sender.timer) return;
  const send = () => {
    sender.timer = undefined;
    sender.sentAt = performance.now();
    const text = "select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)";
    pool.query({ name: "executor notify", text, values: [channel, news] }).catch(() => {});
  };
  const wait = sender.sentAt + everyMs[news] - performance.now();
  if (wait <= 0) send();
  else sender.timer = setTimeout(send, wait);
}
