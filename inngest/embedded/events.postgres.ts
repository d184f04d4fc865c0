import type { StoredEvent } from "./journal.ts";
import { createLane } from "./lane.ts";
import type { Query } from "./query.postgres.ts";

const insert = `
  insert into executor.event (id, key, name, body)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
  on conflict do nothing`;

/** One statement for all that is being sent. An id or a sender's key that is known already adds nothing. */
export function createInsertEvents(query: Query): (events: StoredEvent[]) => Promise<void> {
  const lane = createLane<StoredEvent[], void>(async (batch) => {
    const all = batch.flat();
    await query("insert-events", insert, [
      all.map((event) => event.id),
      all.map((event) => event.key ?? null),
      all.map((event) => event.name),
      all.map((event) => event.body),
    ]);
    return batch.map(() => undefined);
  });
  return (events) => (events.length === 0 ? Promise.resolve() : lane(events));
}

export async function unroutedEvents(query: Query, limit: number): Promise<StoredEvent[]> {
  return query<{ id: string; name: string; body: string }>(
    "unrouted-events",
    "select id, name, body from executor.event where not routed order by id limit $1",
    [limit],
  );
}
