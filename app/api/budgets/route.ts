import { changeBudget } from "#lib/execution/change-budget.ts";
import { answer, ok } from "#lib/http/answer.ts";
import { budgets } from "#lib/http/contracts/budgets.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "usage:read",
  handle: async ({ caller: { workspace } }) => accept(ok({ data: await runtime().budgets.list(workspace), nextCursor: null })),
});

export const PUT = endpoint({
  allow: "budget:write",
  ...budgets.change,
  handle: async ({ caller, body: command }) => answer(await changeBudget(runtime(), { ...caller, command })),
});
