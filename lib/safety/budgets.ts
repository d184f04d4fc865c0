import { z } from "zod";
import type { Outcome } from "#lib/kernel/outcome.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { budgetPeriods, budgetScopes, endOf, forecastOf, type Limit, percentOf, startOf, type Used, type Zone, zoneOf } from "./budget.ts";
import type { Raise } from "./raise.ts";

/** `ref`: the workflow or person; `*` each of them; empty for the workspace. */
export const BudgetKey = z.strictObject({ scope: z.enum(budgetScopes), ref: z.string().max(100), period: z.enum(budgetPeriods) });
export type BudgetKey = z.infer<typeof BudgetKey>;

export type KeptBudget = BudgetKey &
  Limit &
  Used & {
    /** Whose it is, in words. */
    name: string;
    percent: number;
    zone: Zone;
    /** What the period comes to at this pace; nothing at its very beginning. */
    forecast: (Used & { percent: number }) | null;
    resetsAt: string;
    changedBy: string;
    changedAt: string;
    /** The open approval by which somebody asks to raise it. */
    asked: string | null;
  };

export type BudgetRow = BudgetKey & Limit & Used & { name: string | null; changedBy: string; changedAt: Date; asked: string | null };

/** A budget as it stands now. Of one for each, the one that used most of it. */
export function keptBudget({ changedAt, name, ...row }: BudgetRow, now: Date): KeptBudget {
  const percent = percentOf(row, row) ?? 0;
  const micros = forecastOf(row.period, row.micros, now);
  const tokens = forecastOf(row.period, row.tokens, now);
  const forecast =
    micros === undefined || tokens === undefined ? null : { micros, tokens, percent: percentOf(row, { micros, tokens }) ?? 0 };
  return {
    ...row,
    name: nameOf(row, name),
    percent: Math.round(percent * 10) / 10,
    zone: zoneOf(percent),
    forecast: forecast && { ...forecast, percent: Math.round(forecast.percent * 10) / 10 },
    resetsAt: endOf(row.period, startOf(row.period, now)).toISOString(),
    changedAt: changedAt.toISOString(),
  };
}

function nameOf({ scope, ref }: BudgetKey, name: string | null): string {
  if (scope === "workspace") return "The workspace";
  if (ref === "*") return scope === "user" ? "Each person" : "Each workflow";
  return name ?? ref;
}

export type SpentOn = Used & { ref: string; name: string; calls: number };
export type SpentOnDay = Used & { day: string; calls: number };
export type SpendReport = {
  from: string;
  days: SpentOnDay[];
  workflows: SpentOn[];
  users: SpentOn[];
  models: SpentOn[];
  /** The workspace's, with what they come to at this pace. */
  today: Used & { forecastMicros: number | null };
  month: Used & { forecastMicros: number | null };
};

/** What changes when a raise is approved. */
export type Raised = Pick<Raise, "scope" | "ref" | "period" | "from" | "to">;

/** What a transaction of somebody else offers to it. */
export type RaiseSql = { query<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]> };

export type Budgets = {
  list(scope: Workspace): Promise<KeptBudget[]>;
  /** What limits this scope in this period: its own budget, else the one for each; nothing where neither is set. */
  at(scope: Workspace, key: BudgetKey): Promise<KeptBudget | undefined>;
  /** Sets or lowers a budget. What lets more through than before is refused: that is asked for. */
  set(scope: Workspace, key: BudgetKey, limit: Limit, by: Actor): Promise<Outcome<KeptBudget>>;
  /** Within the transaction of the decision about it: refused where the budget is no more what it was raised from. An execution's own is in its log. */
  raise(sql: RaiseSql, scope: Workspace, raised: Raised, by: Actor): Promise<Outcome<undefined>>;
  report(scope: Workspace, days: number): Promise<SpendReport>;
};
