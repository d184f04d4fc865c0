import { turnBreaker } from "#lib/execution/turn-breaker.ts";
import { answer, ok } from "#lib/http/answer.ts";
import { reliability } from "#lib/http/contracts/reliability.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "execution:read",
  handle: async ({ caller: { workspace } }) => accept(ok({ data: await runtime().breakers.list(workspace), nextCursor: null })),
});

export const POST = endpoint({
  allow: "execution:control",
  ...reliability.turn,
  handle: async ({ caller, body: command }) => answer(await turnBreaker(runtime(), { ...caller, command })),
});
