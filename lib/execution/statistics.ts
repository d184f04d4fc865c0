import { isTimed, type ToolStatistics } from "#lib/planner/card.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";

/** How long a call takes in all but the slowest of earlier runs, where there were some. */
export const expectedBy = (statistics: ToolStatistics): Record<string, number> =>
  Object.fromEntries(Object.entries(statistics).flatMap(([tool, { p95Ms }]) => (isTimed(statistics, tool) ? [[tool, p95Ms]] : [])));

export type ToolStatisticsOf = (scope: Workspace, tools: string[]) => Promise<ToolStatistics>;

/** How many of a tool's latest runs an estimate rests on. */
const runsLookedAt = 200;
/** They are looked for in the latest executions, and in so many steps of each, so that a long history costs no more than a short one. */
const executionsLookedAt = 100;
const stepsOfEach = 200;

const text = `
  with run as (
    select s.spec->>'tool' as tool, s.status, latest.created_at,
      greatest(0, round(extract(epoch from (s.state->>'endedAt')::timestamptz - (s.state->>'startedAt')::timestamptz) * 1000
        - coalesce((s.state->>'retryMs')::float8, 0) - coalesce((s.state->>'heldMs')::float8, 0)))::int as ms
    from (select workspace_id, id, created_at from executions where state->>'simulated' is null order by created_at desc limit ${executionsLookedAt}) as latest
    cross join lateral (
      select spec, state, status from execution_steps
      where workspace_id = latest.workspace_id and execution_id = latest.id and status in ('completed', 'failed') limit ${stepsOfEach}
    ) as s
    where s.spec->>'tool' = any($1::text[]) and s.state->>'startedAt' is not null and s.state->>'endedAt' is not null
  ), ranked as (select tool, status, ms, row_number() over (partition by tool order by created_at desc) as place from run)
  select tool, count(*) filter (where status = 'completed')::int as runs, count(*) filter (where status = 'failed')::int as failed,
    percentile_disc(0.5) within group (order by ms) filter (where status = 'completed')::int as "p50Ms",
    percentile_disc(0.95) within group (order by ms) filter (where status = 'completed')::int as "p95Ms"
  from ranked where place <= $2 group by tool`;

/** Recorded durations of a workspace's own runs, by tool. */
export function statisticsBy(sqlFor: (scope: Workspace) => Sql): ToolStatisticsOf {
  return async (scope, tools) => {
    const rows = await sqlFor(scope).query<{ tool: string; runs: number; failed: number; p50Ms: number | null; p95Ms: number | null }>(
      text,
      [[...new Set(tools)], runsLookedAt],
    );
    return Object.fromEntries(rows.map(({ tool, p50Ms, p95Ms, ...known }) => [tool, { ...known, p50Ms: p50Ms ?? 0, p95Ms: p95Ms ?? 0 }]));
  };
}
