import type { Query } from "./query.postgres.ts";

const look = `
  select executor.beat($1, $2) as freed,
    exists (select from executor.event where not routed) as unrouted,
    exists (select from executor.item where owner is null and at <= executor.now()) as due`;

export async function beat(query: Query, worker: number, leaseMs: number): Promise<{ unrouted: boolean; due: boolean }> {
  const [row] = await query<{ freed: number; unrouted: boolean; due: boolean }>("beat", look, [worker, leaseMs]);
  return { unrouted: row?.unrouted ?? false, due: (row?.due ?? false) || (row?.freed ?? 0) > 0 };
}

const free = `
  with gone as (delete from executor.worker where id = $1)
  update executor.item set owner = null, fence = nextval('executor.fence'), at = least(at, executor.now())
  where owner = $1 returning run`;

export async function leave(query: Query, worker: number): Promise<number> {
  return (await query("leave", free, [worker])).length;
}
