import { rollBack } from "#lib/execution/roll-back.ts";
import { answer } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "execution:control",
  ...executions.rollback,
  handle: async ({ caller: { workspace, actor }, params, body }) =>
    answer(await rollBack(runtime(), { workspace, by: actor, ...params, ...body })),
});
