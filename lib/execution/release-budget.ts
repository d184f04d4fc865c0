import { accept } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";
import { readyNudge } from "./nudges.ts";
import type { Decision, Row, Slice } from "./slice.ts";
import type { ExecutionStore } from "./store.ts";
import { nameOf } from "./successors.ts";

/** More than this many waiting steps go on when their budget begins anew, or at the next change. */
const releasedAtMost = 500;
const because = "a budget was raised";

/** What waits for a budget goes on, and waits again where there is still no room. Doing it once too often costs an attempt and changes nothing. */
export async function releaseBudget(
  { store, sqlFor, newId }: { store: ExecutionStore; sqlFor: (scope: Workspace) => Sql; newId: (prefix: string) => string },
  scope: Workspace,
): Promise<{ released: number }> {
  const waiting = await sqlFor(scope).query<{ execution: string; steps: string[] }>(
    `select execution_id as execution, array_agg(id) as steps from
       (select execution_id, id from execution_steps where workspace_id = $1 and status = 'held' and hold = 'budget' limit $2) w group by 1`,
    [scope.id, releasedAtMost],
  );
  const done = await Promise.all(
    waiting.map(({ execution, steps }) =>
      store.act<number>(scope, execution, { cause: newId("raised"), need: { steps }, decide: (slice) => accept(released(slice, steps)) }),
    ),
  );
  return { released: done.reduce((sum, one) => sum + (one.ok && one.value.kind === "done" ? one.value.answer : 0), 0) };
}

function released(slice: Slice, steps: string[]): Decision<number> {
  const rows = steps
    .map((id) => slice.rows[id])
    .filter((row): row is Row => row?.state.status === "held" && row.state.hold.reason === "budget" && !slice.execution.head.halting);
  return {
    facts: rows.map((row) => ({
      type: "step.released",
      step: row.id,
      status: "ready",
      message: `${nameOf(row)}: ${because}`,
      wake: row.state.wake + 1,
      because,
    })),
    nudges: rows.map((row) => readyNudge(slice.execution.head.id, row.id, row.state.wake + 1)),
    answer: rows.length,
  };
}
