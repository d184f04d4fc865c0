import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { isRaise, type Limit, limitWords, usedOf } from "#lib/safety/budget.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { budgetOf, ownLimit } from "./decide-raise.ts";
import type { Budget } from "./events.ts";
import { isOver } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

type Deps = {
  store: ExecutionStore;
  audit: (scope: Workspace, actor: Actor, action: string, detail: Json) => Promise<void>;
  newId: (prefix: string) => string;
};

/** Gives one execution a budget, or a lower one. What lets more through than before is asked for (`ask-raise.ts`). Its log has it with who did. */
export async function changeExecutionBudget(
  { store, audit, newId }: Deps,
  { workspace, actor, id, command }: { workspace: Workspace; actor: Actor; id: string; command: Limit },
): Promise<Outcome<{ id: string; budget: Budget }>> {
  const budget = budgetOf(command);
  const outcome = await store.act<undefined>(workspace, id, {
    cause: `budget:${newId("cmd")}`,
    decide(slice) {
      const { head } = slice.execution;
      if (isOver(head.status)) return refuse({ code: "conflict", because: "the execution is over" });
      const before = ownLimit(head);
      if (isRaise(before, command))
        return refuse({
          code: "conflict",
          because: `this lets more through than ${limitWords(before)}: raising a budget is asked for, and somebody approves it`,
        });
      const message = `${actor.name} changed the budget: ${usedOf(command, head.spent ?? { micros: 0, tokens: 0 })} is used`;
      return accept({
        facts: [{ type: "budget.changed", step: null, status: head.status, message, budget, by: actor }],
        answer: undefined,
      });
    },
  });
  if (!outcome.ok) return outcome;
  await audit(workspace, actor, "budget.changed", { id, ...command });
  return accept({ id, budget });
}
