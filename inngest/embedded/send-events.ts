import type pg from "pg";
import { type SentEvent, storedEvent } from "./event-body.ts";
import { createInsertEvents } from "./events.postgres.ts";
import type { StoredEvent } from "./journal.ts";
import { notifyWorkers } from "./notify.postgres.ts";
import { createQuery } from "./query.postgres.ts";
import { ulid } from "./ulid.ts";

const inserts = new WeakMap<pg.Pool, ReturnType<typeof createInsertEvents>>();

/** Sends events from a process in which no executor runs, and wakes one that runs elsewhere. Once this resolves the
 *  events are durable, whether a worker lives or not. */
export async function sendEvents(pool: pg.Pool, events: SentEvent[]): Promise<{ ids: string[] }> {
  const now = Date.now();
  const stored = events.map((event) => storedEvent(event, ulid(), now));
  await insertAndWake(pool, stored);
  return { ids: stored.map(({ id }) => id) };
}

export async function insertAndWake(pool: pg.Pool, events: StoredEvent[]): Promise<void> {
  let insert = inserts.get(pool);
  if (!insert) {
    insert = createInsertEvents(createQuery(pool));
    inserts.set(pool, insert);
  }
  await insert(events);
  notifyWorkers(pool, "events");
}
