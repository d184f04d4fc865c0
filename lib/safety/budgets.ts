import { z } from "zod";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { BudgetPeriod, BudgetScope, endOf, forecastOf, type Limit, percentOf, startOf, type Used, type Zone, zoneOf } from "./budget.ts";

/** `ref`: the workflow or person; `*` each of them; empty for the workspace. */
export const BudgetKey = z.strictObject({ scope: BudgetScope, ref: z.string().max(100), period: BudgetPeriod });
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
  };

export type BudgetRow = BudgetKey & Limit & Used & { name: string | null; changedBy: string; changedAt: Date };

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

export type Budgets = {
  list(scope: Workspace): Promise<KeptBudget[]>;
  /** Two empty limits lift it. */
  set(scope: Workspace, key: BudgetKey, limit: Limit, by: Actor): Promise<KeptBudget>;
  report(scope: Workspace, days: number): Promise<SpendReport>;
};
