import { startOf } from "#lib/safety/budget.ts";
import type { Policy } from "#lib/safety/guardrails/policy.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";
import { lastMinute } from "./calls.ts";
import type { By } from "./events.ts";
import type { Calls } from "./state.ts";

/** What a workspace, and the person a call is made for, did within a minute, today and this month (UTC), among all executions. */
export type UsageAround = (scope: Workspace, by: By, call: { tool: string; at: string }) => Promise<Record<string, number>>;

/** The names that policies ask by; nothing was done where nobody counted. */
export const nothingAround: Record<string, number> = {
  workspaceCallsLastMinute: 0,
  workspaceToolCallsLastMinute: 0,
  workspaceEffectsToday: 0,
  workspaceSendsToday: 0,
  workspaceMicrosToday: 0,
  workspaceMicrosThisMonth: 0,
  workspaceTokensToday: 0,
  userCallsLastMinute: 0,
  userToolCallsLastMinute: 0,
  userEffectsToday: 0,
  userSendsToday: 0,
  userMicrosToday: 0,
  userMicrosThisMonth: 0,
  userTokensToday: 0,
  leadsToday: 0,
};

/** It takes questions to the database: only policies that name what they answer have them asked. */
export function namesAround(policies: readonly Pick<Policy, "when">[]): boolean {
  const names = Object.keys(nothingAround);
  return policies.some(({ when = "" }) => names.some((name) => when.includes(name)));
}

type Called = { isOwn: boolean; calls: Calls };
type Touched = { isOwn: boolean; effect: string; times: number };
type Spent = { scope: string; period: "day" | "month"; micros: string; tokens: string };

export function usageAroundBy(sqlFor: (scope: Workspace) => Sql): UsageAround {
  return async (scope, by, { tool, at }) => {
    const now = new Date(at);
    const [day, month] = [startOf("day", now), startOf("month", now)];
    const sql = sqlFor(scope);
    const [called, touched, spent, [leads]] = await Promise.all([
      // What ended a day ago called nothing within the minute.
      sql.query<Called>(
        `select (state->'by'->>'id') = $2 as "isOwn", state->'calls' as calls from executions
         where workspace_id = $1 and state->'calls' is not null and state->>'simulated' is null
           and (status in ('running', 'paused') or (created_at > $3::timestamptz - interval '1 day' and ended_at > $3::timestamptz - interval '2 minutes'))`,
        [scope.id, by.id, at],
      ),
      sql.query<Touched>(
        `select (e.state->'by'->>'id') = $2 as "isOwn", f.state->>'effect' as effect, count(*)::int as times
         from effects f join executions e on e.workspace_id = f.workspace_id and e.id = f.execution_id
         where f.workspace_id = $1 and f.created_at >= $3::date::timestamp at time zone 'UTC' and f.status <> 'failed' group by 1, 2`,
        [scope.id, by.id, day],
      ),
      sql.query<Spent>(
        `select scope, period, micros, tokens from spend where workspace_id = $1
           and ((scope = 'workspace' and ref = '') or (scope = 'user' and ref = $2))
           and ((period = 'day' and starts = $3::date) or (period = 'month' and starts = $4::date))`,
        [scope.id, by.id, day, month],
      ),
      sql.query<{ count: number }>(
        "select count(*)::int as count from contacts where workspace_id = $1 and created_at >= $2::date::timestamp at time zone 'UTC'",
        [scope.id, day],
      ),
    ]);
    const calls = (rows: Called[], isAsked: (name: string) => boolean) =>
      rows
        .flatMap((row) => Object.entries(row.calls.byTool))
        .reduce((sum, [name, window]) => sum + (isAsked(name) ? lastMinute(window, now.getTime()) : 0), 0);
    const effects = (rows: Touched[]) => rows.reduce((sum, { times }) => sum + times, 0);
    const used = (of: string, period: string) => spent.find((row) => row.scope === of && row.period === period);
    const of = (name: "workspace" | "user") => {
      const mine = <Row extends { isOwn: boolean }>(rows: Row[]) => (name === "user" ? rows.filter(({ isOwn }) => isOwn) : rows);
      return {
        [`${name}CallsLastMinute`]: calls(mine(called), () => true),
        [`${name}ToolCallsLastMinute`]: calls(mine(called), (one) => one === tool),
        [`${name}EffectsToday`]: effects(mine(touched)),
        [`${name}SendsToday`]: effects(mine(touched).filter(({ effect }) => effect === "send")),
        [`${name}MicrosToday`]: Number(used(name, "day")?.micros ?? 0),
        [`${name}MicrosThisMonth`]: Number(used(name, "month")?.micros ?? 0),
        [`${name}TokensToday`]: Number(used(name, "day")?.tokens ?? 0),
      };
    };
    return { ...of("workspace"), ...of("user"), leadsToday: leads?.count ?? 0 };
  };
}

const perMinute = ["workspaceCallsLastMinute", "workspaceToolCallsLastMinute", "userCallsLastMinute", "userToolCallsLastMinute"];

/** The same with `more` calls that are about to be made. */
export const withMore = (around: Record<string, number>, more: number): Record<string, number> => ({
  ...around,
  ...Object.fromEntries(perMinute.map((name) => [name, (around[name] ?? 0) + more])),
});
