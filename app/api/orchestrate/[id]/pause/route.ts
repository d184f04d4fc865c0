import { controlExecution } from "#lib/execution/control-execution.ts";
import { accepted, answer } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "execution:control",
  ...executions.control,
  handle: async ({ caller, params }) => answer(await controlExecution(runtime(), { ...caller, ...params, action: "pause" }), accepted),
});
