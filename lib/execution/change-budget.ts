import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { type Limit, usedOf } from "#lib/safety/budget.ts";
import type { BudgetKey, Budgets, KeptBudget } from "#lib/safety/budgets.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";
import type { Budget, Fact } from "./events.ts";
import { readyNudge } from "./nudges.ts";
import type { Decision, Row, Slice } from "./slice.ts";
import { isOver } from "./state.ts";
import type { Command, ExecutionStore } from "./store.ts";
import { nameOf } from "./successors.ts";

type Deps = {
  store: ExecutionStore;
  budgets: Budgets;
  sqlFor: (scope: Workspace) => Sql;
  audit: (scope: Workspace, actor: Actor, action: string, detail: Json) => Promise<void>;
  newId: (prefix: string) => string;
};

/** More than this many waiting steps go on when their budget begins anew, or at the next change. */
const releasedAtMost = 500;

/** Sets or lifts a budget of the workspace. What waited for room goes on, and waits again where there is still none. */
export async function changeBudget(
  { store, budgets, sqlFor, newId }: Omit<Deps, "audit">,
  { workspace, actor, command }: { workspace: Workspace; actor: Actor; command: BudgetKey & Limit },
): Promise<Outcome<KeptBudget & { released: number }>> {
  const { scope, ref, period, ...limit } = command;
  const kept = await budgets.set(workspace, { scope, ref, period }, limit, actor);
  const waiting = await sqlFor(workspace).query<{ execution: string; steps: string[] }>(
    `select execution_id as execution, array_agg(id) as steps from
       (select execution_id, id from execution_steps where workspace_id = $1 and status = 'held' and hold = 'budget' limit $2) w group by 1`,
    [workspace.id, releasedAtMost],
  );
  const done = await Promise.all(
    waiting.map(({ execution, steps }) =>
      store.act(workspace, execution, {
        cause: `budget:${newId("cmd")}`,
        need: { steps },
        decide: (slice) => accept(released(slice, steps, actor)),
      } satisfies Command<number>),
    ),
  );
  return accept({ ...kept, released: done.reduce((sum, one) => sum + (one.ok && one.value.kind === "done" ? one.value.answer : 0), 0) });
}

/** Gives one execution another budget, or none. Its log has it with who did; the audit is told of it from there where nobody did. */
export async function changeExecutionBudget(
  { store, sqlFor, audit, newId }: Omit<Deps, "budgets">,
  { workspace, actor, id, command }: { workspace: Workspace; actor: Actor; id: string; command: Limit },
): Promise<Outcome<{ id: string; budget: Budget; released: number }>> {
  const waiting = await sqlFor(workspace).query<{ id: string }>(
    "select id from execution_steps where workspace_id = $1 and execution_id = $2 and status = 'held' and hold = 'budget' limit $3",
    [workspace.id, id, releasedAtMost],
  );
  const steps = waiting.map((row) => row.id);
  const budget: Budget = {
    ...(command.limitMicros !== null && { limitMicros: command.limitMicros }),
    ...(command.limitTokens !== null && { limitTokens: command.limitTokens }),
    currency: "USD",
  };
  const outcome = await store.act<number>(workspace, id, {
    cause: `budget:${newId("cmd")}`,
    need: { steps },
    decide(slice) {
      const { head } = slice.execution;
      if (isOver(head.status)) return refuse({ code: "conflict", because: "the execution is over" });
      const message = `${actor.name} changed the budget: ${usedOf(command, head.spent ?? { micros: 0, tokens: 0 })} is used`;
      const changed: Fact = { type: "budget.changed", step: null, status: head.status, message, budget, by: actor };
      const free = released(slice, steps, actor);
      return accept({ ...free, facts: [changed, ...free.facts] });
    },
  });
  if (!outcome.ok) return outcome;
  await audit(workspace, actor, "budget.changed", { id, ...command });
  return accept({ id, budget, released: outcome.value.kind === "done" ? outcome.value.answer : 0 });
}

function released(slice: Slice, steps: string[], by: Actor): Decision<number> {
  const rows = steps
    .map((id) => slice.rows[id])
    .filter((row): row is Row => row?.state.status === "held" && row.state.hold.reason === "budget" && !slice.execution.head.halting);
  const because = `${by.name} changed the budget`;
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
