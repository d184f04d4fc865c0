import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

/** What the server itself counted. */
export type Counters = { commits: number; flushes: number; walBytes: number };

/** A session that falls idle hands its counts in within ten seconds. */
const handInMs = 10_500;

async function read(owner: pg.Client): Promise<Counters> {
  await owner.query("select pg_stat_force_next_flush()");
  await owner.query("select pg_stat_clear_snapshot()");
  const { rows } = await owner.query<Counters>(
    `select (select xact_commit::float8 from pg_stat_database where datname = current_database()) as commits,
        (select sum(fsyncs)::float8 from pg_stat_io where object = 'wal') as flushes,
        (pg_current_wal_insert_lsn() - '0/0')::float8 as "walBytes"`,
  );
  return rows[0] as Counters;
}

/** What is counted in a second in which nothing runs. */
export async function idleCounters(owner: pg.Client): Promise<Counters> {
  await sleep(handInMs);
  const { counted, seconds } = await between(owner, () => sleep(handInMs));
  return each(counted, (value) => value / seconds);
}

/** What the work alone added: the counts of an idle product are taken off. Begins and ends quiet. */
export async function countersOf(owner: pg.Client, idle: Counters, work: () => Promise<unknown>): Promise<Counters> {
  const { counted, seconds } = await between(owner, async () => {
    await work();
    await sleep(handInMs);
  });
  return each(counted, (value, name) => Math.max(0, value - idle[name] * seconds));
}

async function between(owner: pg.Client, work: () => Promise<unknown>): Promise<{ counted: Counters; seconds: number }> {
  const began = performance.now();
  const before = await read(owner);
  await work();
  const after = await read(owner);
  return { counted: each(after, (value, name) => value - before[name]), seconds: (performance.now() - began) / 1_000 };
}

function each(counters: Counters, of: (value: number, name: keyof Counters) => number): Counters {
  const { commits, flushes, walBytes } = counters;
  return { commits: of(commits, "commits"), flushes: of(flushes, "flushes"), walBytes: of(walBytes, "walBytes") };
}
