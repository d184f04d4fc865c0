import { askExecutionRaise } from "#lib/execution/ask-raise.ts";
import { changeExecutionBudget } from "#lib/execution/change-budget.ts";
import { accepted, answer } from "#lib/http/answer.ts";
import { budgets } from "#lib/http/contracts/budgets.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const PUT = endpoint({
  allow: "budget:write",
  ...budgets.changeExecution,
  handle: async ({ caller: { workspace, actor }, params: { id }, body: command }) =>
    answer(await changeExecutionBudget(runtime(), { workspace, actor, id, command })),
});

export const POST = endpoint({
  allow: "execution:control",
  ...budgets.askExecution,
  handle: async ({ caller: { workspace, actor }, params: { id }, body: command }) =>
    answer(await askExecutionRaise(runtime(), { workspace, actor, id, command }), accepted),
});
