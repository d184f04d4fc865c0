import pg from "pg";

/** What should not be there once every execution is over: work that waits, is claimed, or was never told. */
export async function leftOver(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ what: string; count: number }>(`
      select 'executions that are not over' as what, count(*)::int as count from executions where status not in ('completed', 'failed', 'cancelled')
      union all select 'steps that run', count(*)::int from execution_steps where status = 'running'
      union all select 'nudges in the outbox', count(*)::int from outbox where due_at < now()
      union all select 'events without a run', count(*)::int from executor.event where not routed
      union all select 'requests of runs', count(*)::int from executor.item where kind in ('discover', 'step')
      union all select 'effects that are neither done nor decided', count(*)::int from effects where status in ('intended', 'unknown')`);
    return rows.filter(({ count }) => count > 0).map(({ what, count }) => `${what}: ${count}`);
  } finally {
    await client.end();
  }
}
