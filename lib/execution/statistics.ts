import type { ToolStatistics } from "#lib/planner/card.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";

export type ToolStatisticsOf = (scope: Workspace, tools: string[]) => Promise<ToolStatistics>;

/** How many of a tool's latest runs an estimate rests on. */
const runsLookedAt = 200;

const text = `
  select tool, count(*)::int as runs, percentile_disc(0.5) within group (order by ms)::int as "p50Ms", percentile_disc(0.95) within group (order by ms)::int as "p95Ms"
  from unnest($1::text[]) as tool cross join lateral (
    select (e.event->>'ms')::int as ms from execution_events e join execution_steps s
      on s.workspace_id = e.workspace_id and s.execution_id = e.execution_id and s.id = e.event->>'step'
    where e.type = 'step.completed' and s.spec->>'tool' = tool order by e.at desc limit $2
  ) as run group by tool`;

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
