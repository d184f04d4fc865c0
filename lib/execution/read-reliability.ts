import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import type { Breaker, Breakers } from "#lib/safety/breaker.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";

type Deps = { breakers: Breakers; sqlFor: (scope: Workspace) => Sql; now: () => Date };

export type Recovered = {
  executionId: string;
  title: string;
  /** None for what concerns the whole of it: a rollback, another plan. */
  step: string | null;
  rung: string;
  outcome: string;
  because: string;
  ms: number;
  at: string;
};

export type Reliability = {
  days: number;
  /** Steps that were in trouble and came to an end of it: recovered by themselves, by a person, or failed. */
  troubled: number;
  recovered: number;
  /** Of those that were in trouble; nothing while there was no trouble. */
  recoveredShare: number | null;
  /** From the first failure of a step to its end, where nobody was asked. */
  timeToRecoverMs: { p50: number; p95: number } | null;
  interventions: number;
  unknownEffects: { now: number; since: number };
  openBreakers: number;
  rungs: { rung: string; tried: number; recovered: number }[];
  breakers: Breaker[];
  latest: Recovered[];
};

const day = 86_400_000;

/** How things went wrong and right again, read from the log. */
export async function readReliability(
  { breakers, sqlFor, now }: Deps,
  { workspace, days }: { workspace: Workspace; days: number },
): Promise<Outcome<Reliability>> {
  const since = new Date(now().getTime() - days * day);
  const sql = sqlFor(workspace);
  const [[figures], rungs, latest, [unknown], board] = await Promise.all([
    sql.query<Figures>(figuresText, [since]),
    sql.query<{ rung: string; tried: number; recovered: number }>(rungsText, [since]),
    sql.query<Omit<Recovered, "at"> & { at: Date }>(latestText, [since]),
    sql.query<{ now: number }>("select count(*)::int as now from effects where status = 'unknown'"),
    breakers.list(workspace),
  ]);
  const { recovered = 0, failed = 0, interventions = 0, unknowns = 0, p50 = null, p95 = null } = figures ?? {};
  const troubled = recovered + failed;
  return accept({
    days,
    troubled,
    recovered,
    recoveredShare: troubled === 0 ? null : recovered / troubled,
    timeToRecoverMs: p50 === null || p95 === null ? null : { p50, p95 },
    interventions,
    unknownEffects: { now: unknown?.now ?? 0, since: unknowns },
    openBreakers: board.filter(({ state }) => state !== "closed").length,
    rungs,
    breakers: board,
    latest: latest.map((one) => ({ ...one, at: one.at.toISOString() })),
  });
}

type Figures = { recovered: number; failed: number; interventions: number; unknowns: number; p50: number | null; p95: number | null };

const recoveryTypes = "('recovery.chosen', 'recovery.tried', 'step.retrying', 'step.failed', 'effect.unknown', 'approval.requested')";
/** What a person refused or let pass is no trouble of a component, and a list fails by its items. */
const ofPeople = "('rejected', 'expired', 'iteration_failed')";

/** A step's end of trouble is that of its last entry: a rung that brought it through by itself, or what it failed with; else a person was needed. */
const figuresText = `
  with told as (
    select execution_id, event->>'step' as step, type, at, seq, event from execution_events where type in ${recoveryTypes} and at >= $1 and event->>'simulated' is null
  ), steps as (
    select execution_id, step,
      bool_or(type = 'recovery.tried' and event->>'outcome' = 'recovered' and event->>'rung' <> 'manual-intervention' and event->'by' is null) as recovered,
      bool_or(type = 'step.failed' and event->>'code' not in ${ofPeople}) as failed,
      bool_or(type = 'approval.requested' and event->>'kind' in ('intervention', 'unknown_effect')) as asked,
      min(at) filter (where type in ('step.retrying', 'recovery.chosen')) as began,
      max(at) filter (where type = 'recovery.tried' and event->>'outcome' = 'recovered') as ended
    from told where step is not null group by execution_id, step
  )
  select count(*) filter (where recovered and not asked)::int as recovered,
    count(*) filter (where asked or (failed and not recovered))::int as failed,
    count(*) filter (where asked)::int as interventions,
    (select count(*)::int from told where type = 'effect.unknown') as unknowns,
    percentile_cont(0.5) within group (order by extract(epoch from ended - began) * 1000) filter (where recovered and not asked and ended >= began) as p50,
    percentile_cont(0.95) within group (order by extract(epoch from ended - began) * 1000) filter (where recovered and not asked and ended >= began) as p95
  from steps`;

const rungsText = `
  select event->>'rung' as rung, count(*)::int as tried, count(*) filter (where event->>'outcome' = 'recovered')::int as recovered
  from execution_events where type = 'recovery.tried' and at >= $1 and event->>'simulated' is null and event->>'rung' <> 're-plan' group by 1 order by 2 desc, 1 limit 20`;

const latestText = `
  select e.execution_id as "executionId", x.title, e.event->>'step' as step, e.event->>'rung' as rung, e.event->>'outcome' as outcome,
    e.event->>'because' as because, (e.event->>'ms')::float as ms, e.at
  from execution_events e join executions x on x.workspace_id = e.workspace_id and x.id = e.execution_id
  where e.type = 'recovery.tried' and e.at >= $1 and e.event->>'simulated' is null order by e.at desc limit 20`;
