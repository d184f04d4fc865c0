import { askRaise } from "#lib/execution/ask-raise.ts";
import { accepted, answer, ok } from "#lib/http/answer.ts";
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
  handle: async ({ caller: { workspace, actor }, body: { limitMicros, limitTokens, ...key } }) =>
    answer(await runtime().budgets.set(workspace, key, { limitMicros, limitTokens }, actor)),
});

export const POST = endpoint({
  allow: "execution:start",
  ...budgets.ask,
  handle: async ({ caller: { workspace, actor }, body: command }) =>
    answer(await askRaise(runtime(), { workspace, actor, command }), accepted),
});
