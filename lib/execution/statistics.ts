import type { ToolStatistics } from "#lib/planner/card.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";

/** How long a call takes in all but the slowest of earlier runs, where there were some. */
export const expectedBy = (statistics: ToolStatistics): Record<string, number> =>
  Object.fromEntries(Object.entries(statistics).map(([tool, { p95Ms }]) => [tool, p95Ms]));

export type ToolStatisticsOf = (scope: Workspace, tools: string[]) => Promise<ToolStatistics>;

/** How many of a tool's latest runs an estimate rests on. */
const runsLookedAt = 200;
/** They are looked for in the latest executions, and in so many steps of each, so that a long history costs no more than a short one. */
const executionsLookedAt = 100;
const stepsOfEach = 200;

const text = `
  with run as (
    select s.spec->>'tool' as tool, latest.created_at,
      greatest(0, round(extract(epoch from (s.state->>'endedAt')::timestamptz - (s.state->>'startedAt')::timestamptz) * 1000
        - coalesce((s.state->>'retryMs')::float8, 0) - coalesce((s.state->>'heldMs')::float8, 0)))::int as ms
    from (select workspace_id, id, created_at from executions where state->>'simulated' is null order by created_at desc limit ${executionsLookedAt}) as latest
    cross join lateral (
      select spec, state from execution_steps
      where workspace_id = latest.workspace_id and execution_id = latest.id and status = 'completed' limit ${stepsOfEach}
    ) as s
    where s.spec->>'tool' = any($1::text[]) and s.state->>'startedAt' is not null and s.state->>'endedAt' is not null
  ), ranked as (select tool, ms, row_number() over (partition by tool order by created_at desc) as place from run)
  select tool, count(*)::int as runs, percentile_disc(0.5) within group (order by ms)::int as "p50Ms", percentile_disc(0.95) within group (order by ms)::int as "p95Ms"
  from ranked where place <= $2 group by tool`;

/** Recorded durations of a workspace's own runs, by tool. */
export function statisticsBy(sqlFor: (scope: Workspace) => Sql): ToolStatisticsOf {
  return async (scope, tools) => {
    const rows = await sqlFor(scope).query<{ tool: string; runs: number; p50Ms: number; p95Ms: number }>(text, [
      [...new Set(tools)],
      runsLookedAt,
    ]);
    return Object.fromEntries(rows.map(({ tool, ...known }) => [tool, known]));
  };
}
