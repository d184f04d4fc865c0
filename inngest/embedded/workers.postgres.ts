import type { Query } from "./query.postgres.ts";

const look = `
  select executor.beat($1, $2) as freed,
    exists (select from executor.event where not routed) as unrouted,
    exists (select from executor.item where owner is null and at <= executor.now()) as due,
    array(select fence::text from executor.item where owner = $1) as owned`;
type Look = { freed: number; unrouted: boolean; due: boolean; owned: string[] };

export async function beat(query: Query, worker: number, leaseMs: number): Promise<Omit<Look, "freed">> {
  const [row] = await query<Look>("beat", look, [worker, leaseMs]);
  return { unrouted: row?.unrouted ?? false, due: (row?.due ?? false) || (row?.freed ?? 0) > 0, owned: row?.owned ?? [] };
}

const freed = "update executor.item set owner = null, fence = nextval('executor.fence'), at = least(at, executor.now()) where owner = $1";
const free = `with gone as (delete from executor.worker where id = $1) ${freed} returning run`;
const freeSome = `${freed} and fence = any ($2::bigint[])`;

export async function giveBack(query: Query, worker: number, fences: string[]): Promise<void> {
  await query("give-back", freeSome, [worker, fences]);
}

export async function leave(query: Query, worker: number): Promise<number> {
  return (await query("leave", free, [worker])).length;
}
