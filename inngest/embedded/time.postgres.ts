import type { Write } from "./claim.postgres.ts";
import type { Dispatch, Hold, Start } from "./journal.ts";
import type { Query } from "./query.postgres.ts";

const arm = `
  with started as (delete from executor.item where run = $1 and hash = '~start')
  insert into executor.item (run, hash, kind, at)
  select $1, '~finish', 'deadline', executor.now() + $2 * interval '1 ms' where $2::float8 is not null
  on conflict do nothing`;

/** The first request of a run is on its way: it is no longer late to start, and its time to finish begins. */
export async function armDeadlines(query: Query, { run, finishMs }: Dispatch): Promise<void> {
  await query("arm-deadlines", arm, [run, finishMs]);
}

const schedule = `
  insert into executor.item (run, hash, kind, at)
  select id, 'tick', 'cron', executor.at_ms(at) from unnest($1::text[], $2::float8[]) as t(id, at)
  on conflict do nothing`;

export async function armCron(query: Query, entries: { id: string; at: number }[]): Promise<void> {
  await query("arm-cron", schedule, [entries.map(({ id }) => id), entries.map(({ at }) => at)]);
}

export async function tick(
  write: Write,
  hold: Hold,
  { at, start }: { at: number | undefined; start: (Start & { event: string; delay: number }) | undefined },
): Promise<boolean> {
  const json = start && JSON.stringify({ ...start, start_ms: start.startMs, finish_ms: start.finishMs });
  const [live] = await write("tick", "executor.tick($1, $2, $3, $4, $5::json)", [
    hold.run,
    hold.hash,
    hold.fence,
    at ?? null,
    json ?? null,
  ]);
  return live === "true";
}

const signal = `
  with waiter as materialized (
    select run, hash from executor.item where kind = 'signal' and topic = $1 order by since limit 1
  )
  select waiter.run from waiter, executor.finish_steps(array[waiter.run], array[waiter.hash], array[0::bigint], array[$2])`;

/** The run that was waiting, if one was. */
export async function sendSignal(query: Query, name: string, body: string): Promise<string | undefined> {
  const [row] = await query<{ run: string }>("signal", signal, [name, body]);
  return row?.run;
}

const prune1 = `
  with old as (
    select id from executor.run where ended_at < executor.now() - $1 * interval '1 ms' order by ended_at limit $2
    for update skip locked
  ), forgotten as (delete from executor.memo where run in (select id from old))
  delete from executor.run where id in (select id from old) returning id`;

const prune2 = `
  delete from executor.event where id in (
    select id from executor.event where routed and created_at < executor.now() - $1 * interval '1 ms' limit $2
    for update skip locked
  ) returning id`;

const prune3 = `
  delete from executor.gate where name in (
    select name from executor.gate where at < executor.now() order by at limit $1 for update skip locked
  ) returning name`;

/** Forgets ended runs with their memos, and events together with the senders' ids that they made unique, and gates that would let
 *  everything through. */
export async function prune(query: Query, keepMs: number, limit: number): Promise<number> {
  const runs = await query("prune-runs", prune1, [keepMs, limit]);
  const events = await query("prune-events", prune2, [keepMs, limit]);
  const gates = await query("prune-gates", prune3, [limit]);
  return Math.max(runs.length, events.length, gates.length);
}
