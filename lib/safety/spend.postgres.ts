import { appPool } from "#lib/db.ts";
import type { Spend } from "./spend.ts";

type ReserveRow = {
  granted: boolean;
  scope: string;
  ref: string;
  period: string;
  limit_micros: string | null;
  limit_tokens: string | null;
  micros: string;
  tokens: string;
  resets: Date | null;
};
type LostRow = {
  workspace_id: string;
  id: string;
  execution_id: string | null;
  step_id: string | null;
  held_micros: string;
  held_tokens: string;
};

const count = (value: string | null): number | null => (value === null ? null : Number(value));

/** One statement each way, so that a process that dies in between leaves what it set aside, and never half of it. */
export function postgresSpend(): Spend {
  return {
    async used({ scope, executionId, userId }) {
      const { rows } = await appPool().query<{ percent: number | null }>({
        name: "spend-used",
        text: "select spend_used($1, $2, $3) as percent",
        values: [scope.id, executionId ?? null, userId ?? null],
      });
      return rows[0]?.percent ?? undefined;
    },
    async reserve({ scope, executionId, stepId, userId }, { id, model, micros, tokens, seconds }) {
      const { rows } = await appPool().query<ReserveRow>({
        name: "spend-reserve",
        text: "select * from spend_reserve($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        values: [scope.id, id, executionId ?? null, stepId ?? null, userId ?? null, model, micros, tokens, seconds],
      });
      const [row] = rows;
      if (!row) throw new Error("spend_reserve gave no row");
      if (row.granted) return;
      return {
        scope: row.scope,
        ref: row.ref,
        period: row.period,
        limitMicros: count(row.limit_micros),
        limitTokens: count(row.limit_tokens),
        micros: Number(row.micros),
        tokens: Number(row.tokens),
        ...(row.resets && { resetsAt: row.resets.toISOString() }),
      };
    },
    async settle(scope, { id, micros, tokens, status }) {
      const { rows } = await appPool().query<{ settled: boolean; percent_before: number | null; percent: number | null }>({
        name: "spend-settle",
        text: "select settled, percent_before, percent from spend_settle($1, $2, $3, $4, $5)",
        values: [scope.id, id, micros, tokens, status],
      });
      const [row] = rows;
      return row?.settled ? { before: row.percent_before ?? undefined, after: row.percent ?? undefined } : undefined;
    },
    async lost(limit) {
      const { rows } = await appPool().query<LostRow>({ name: "spend-lost", text: "select * from spend_lost($1)", values: [limit] });
      return rows.map((row) => ({
        scope: { id: row.workspace_id },
        id: row.id,
        executionId: row.execution_id,
        stepId: row.step_id,
        micros: Number(row.held_micros),
        tokens: Number(row.held_tokens),
      }));
    },
  };
}
