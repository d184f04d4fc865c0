import { compareExecutions } from "#lib/execution/compare-executions.ts";
import { answer, ok } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "execution:read",
  ...executions.compare,
  handle: async ({ caller: { workspace }, params, query }) =>
    answer(await compareExecutions(runtime(), { workspace, ...params, other: query.with }), ok),
});
