import { readPlans } from "#lib/execution/read-plans.ts";
import { answer, ok } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "execution:read",
  ...executions.plans,
  handle: async ({ caller: { workspace }, params }) => answer(await readPlans(runtime(), { workspace, ...params }), (data) => ok({ data })),
});
