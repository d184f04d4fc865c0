import { withWorkspace } from "#lib/db.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { type Note, noteOn } from "#lib/tenancy/audit.postgres.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { forecastOf, isRaise, isSameLimit, type Limit, limitWords, startOf } from "./budget.ts";
import { BudgetKey, type BudgetRow, type Budgets, keptBudget, type RaiseSql, type SpentOn, type SpentOnDay } from "./budgets.ts";
import { budgetId, type Raise } from "./raise.ts";

/** Counts come as text where they may pass what a number of 32 bits holds. */
type Text<Row, Names extends keyof Row> = { [Name in keyof Row]: Name extends Names ? string | Extract<Row[Name], null> : Row[Name] };
type ListRow = Text<BudgetRow, "limitMicros" | "limitTokens" | "micros" | "tokens">;
type ReportRow = { scope: string; ref: string; name: string | null; micros: string; tokens: string; calls: number };
type DayRow = { day: string; micros: string; tokens: string; calls: number };
type TotalRow = { period: string; micros: string; tokens: string };

const mostRows = 100;

const count = (value: string | null): number | null => (value === null ? null : Number(value));
const plain = ({ limitMicros, limitTokens, micros, tokens, ...row }: ListRow): BudgetRow => ({
  ...row,
  limitMicros: count(limitMicros),
  limitTokens: count(limitTokens),
  micros: Number(micros),
  tokens: Number(tokens),
});

const named = (ref: string) => `case scope when 'workflow' then (select w.name from workflows w where w.workspace_id = $1 and w.id = ${ref})
  when 'user' then coalesce((select u.name from members m join users u on u.id = m.user_id where m.workspace_id = $1 and m.user_id = ${ref}),
    (select k.name from api_keys k where k.workspace_id = $1 and k.id = ${ref})) end as name`;
const naming = named("ref");

const asked = `(select a.id from pending_approvals a where a.workspace_id = b.workspace_id and a.status = 'open'
    and a.state->>'budget' = b.scope || ':' || b.ref || ':' || b.period limit 1)`;

export function postgresBudgets({ now }: { now: () => Date }): Budgets {
  const list: Budgets["list"] = ({ id }) =>
    withWorkspace(id, async (client) => {
      const at = now();
      const { rows } = await client.query<ListRow>(
        `select scope, ref, period, ${naming}, limit_micros as "limitMicros", limit_tokens as "limitTokens", coalesce(s.micros, 0) as micros, coalesce(s.tokens, 0) as tokens,
           changed_by as "changedBy", changed_at as "changedAt", ${asked} as asked
         from budgets b left join lateral (
           select s.micros, s.tokens from spend s where s.workspace_id = $1 and s.scope = b.scope and s.period = b.period
             and (s.ref = b.ref or b.ref = '*') and s.starts = case b.period when 'day' then $2::date else $3::date end order by s.micros desc, s.tokens desc limit 1
         ) s on true where b.workspace_id = $1 order by array_position(array['workspace', 'workflow', 'user'], scope), period, ref`,
        [id, startOf("day", at), startOf("month", at)],
      );
      return rows.map((row) => keptBudget(plain(row), at));
    });

  return {
    list,
    at: ({ id }, key) =>
      withWorkspace(id, async (client) => {
        const at = now();
        const { rows } = await client.query<ListRow>(
          `select scope, $3 as ref, period, ${named("$3")}, limit_micros as "limitMicros", limit_tokens as "limitTokens", coalesce(s.micros, 0) as micros,
             coalesce(s.tokens, 0) as tokens, changed_by as "changedBy", changed_at as "changedAt", ${asked} as asked
           from budgets b left join lateral (
             select s.micros, s.tokens from spend s where s.workspace_id = $1 and s.scope = b.scope and s.period = b.period
               and (s.ref = $3 or $3 = '*') and s.starts = $5::date order by s.micros desc, s.tokens desc limit 1
           ) s on true where b.workspace_id = $1 and scope = $2 and ref in ($3, '*') and period = $4 order by (ref = '*') limit 1`,
          [id, key.scope, key.ref, key.period, startOf(key.period, at)],
        );
        return rows[0] && keptBudget(plain(rows[0]), at);
      }),
    async set(scope, key, limit, by) {
      const set = await withWorkspace(scope.id, async (client): Promise<Outcome<undefined>> => {
        const sql: RaiseSql = { query: async (text, values) => (await client.query(text, values)).rows as never };
        const { before, each } = await lockedLimits(sql, scope, key);
        // Without a budget of its own, the one for each counts.
        const after = isNone(limit) ? each : limit;
        if (isRaise(before, after))
          return refuse({
            code: "conflict",
            because: `this lets more through than ${limitWords(before)}: raising a budget is asked for, and somebody approves it`,
          });
        await write(sql, scope, key, limit, by);
        await noteOn(client, scope, by, changed(key, before, limit));
        return accept(undefined);
      });
      if (!set.ok) return set;
      const kept = (await list(scope)).find((one) => one.scope === key.scope && one.ref === key.ref && one.period === key.period);
      const lifted = { ...key, ...limit, micros: 0, tokens: 0, name: null, changedBy: by.name, changedAt: now(), asked: null };
      return accept(kept ?? keptBudget(lifted, now()));
    },
    async raise(sql, scope, { from, to, ...raised }, by) {
      const key = BudgetKey.safeParse({ scope: raised.scope, ref: raised.ref, period: raised.period });
      if (!key.success) {
        await noteOn(sql, scope, by, { ...changed(raised, from, to), target: raised.ref });
        return accept(undefined);
      }
      const { before } = await lockedLimits(sql, scope, key.data);
      if (!isSameLimit(before, from))
        return refuse({
          code: "changed",
          because: `the budget is ${limitWords(before)} by now, and this was asked about ${limitWords(from)}: reject it, and ask again`,
        });
      await write(sql, scope, key.data, to, by);
      await noteOn(sql, scope, by, changed(key.data, before, to));
      return accept(undefined);
    },
    report: (scope, days) => report(scope, days, now()),
  };
}

const noLimit: Limit = { limitMicros: null, limitTokens: null };
const isNone = (limit: Limit): boolean => isSameLimit(limit, noLimit);

/** What counts now, and what would count without a budget of its own. Whoever changes budgets of a workspace waits here for the one before. */
async function lockedLimits(sql: RaiseSql, { id }: Workspace, { scope, ref, period }: BudgetKey): Promise<{ before: Limit; each: Limit }> {
  await sql.query("select pg_advisory_xact_lock(hashtextextended('budgets ' || $1, 0))", [id]);
  const rows = await sql.query<{ ref: string; micros: string | null; tokens: string | null }>(
    "select ref, limit_micros as micros, limit_tokens as tokens from budgets where workspace_id = $1 and scope = $2 and ref in ($3, '*') and period = $4",
    [id, scope, ref, period],
  );
  const limitOf = (name: string): Limit | undefined => {
    const row = rows.find((one) => one.ref === name);
    return row && { limitMicros: count(row.micros), limitTokens: count(row.tokens) };
  };
  const each = (ref === "*" ? undefined : limitOf("*")) ?? noLimit;
  return { before: limitOf(ref) ?? each, each };
}

async function write(sql: RaiseSql, { id }: Workspace, { scope, ref, period }: BudgetKey, limit: Limit, by: Actor): Promise<void> {
  if (isNone(limit))
    await sql.query("delete from budgets where workspace_id = $1 and scope = $2 and ref = $3 and period = $4", [id, scope, ref, period]);
  else
    await sql.query(
      `insert into budgets (workspace_id, scope, ref, period, limit_micros, limit_tokens, changed_by) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (workspace_id, scope, ref, period) do update
         set limit_micros = excluded.limit_micros, limit_tokens = excluded.limit_tokens, changed_by = excluded.changed_by, changed_at = now()`,
      [id, scope, ref, period, limit.limitMicros, limit.limitTokens, by.name],
    );
}

const changed = (of: Pick<Raise, "scope" | "ref" | "period">, from: Limit, to: Limit): Note => ({
  action: "budget.changed",
  target: budgetId(of),
  detail: { from, to },
});

function report({ id }: Workspace, days: number, at: Date) {
  const from = startOf("day", new Date(at.getTime() - (days - 1) * 86_400_000));
  return withWorkspace(id, async (client) => {
    const { rows: by } = await client.query<ReportRow>(
      `select scope, ref, ${naming}, micros, tokens, calls from (
         select scope, ref, sum(micros) as micros, sum(tokens) as tokens, sum(calls)::int as calls,
           row_number() over (partition by scope order by sum(micros) desc, sum(tokens) desc) as place
         from spend where workspace_id = $1 and scope in ('workflow', 'user', 'model') and period = 'day' and starts >= $2::date group by 1, 2
       ) s where place <= $3 order by scope, place`,
      [id, from, mostRows],
    );
    const { rows: daily } = await client.query<DayRow>(
      `select to_char(starts, 'YYYY-MM-DD') as day, micros, tokens, calls from spend
       where workspace_id = $1 and scope = 'workspace' and ref = '' and period = 'day' and starts >= $2::date order by starts`,
      [id, from],
    );
    const { rows: totals } = await client.query<TotalRow>(
      `select period, micros, tokens from spend where workspace_id = $1 and scope = 'workspace' and ref = ''
         and ((period = 'day' and starts = $2::date) or (period = 'month' and starts = $3::date))`,
      [id, startOf("day", at), startOf("month", at)],
    );
    const on = (scope: string): SpentOn[] =>
      by
        .filter((row) => row.scope === scope)
        .map(({ ref, name, micros, tokens, calls }) => ({ ref, name: name ?? ref, micros: Number(micros), tokens: Number(tokens), calls }));
    const total = (period: "day" | "month") => {
      const row = totals.find((one) => one.period === period);
      const micros = Number(row?.micros ?? 0);
      return { micros, tokens: Number(row?.tokens ?? 0), forecastMicros: forecastOf(period, micros, at) ?? null };
    };
    return {
      from,
      days: daily.map(({ day, micros, tokens, calls }): SpentOnDay => ({ day, micros: Number(micros), tokens: Number(tokens), calls })),
      workflows: on("workflow"),
      users: on("user"),
      models: on("model"),
      today: total("day"),
      month: total("month"),
    };
  });
}
