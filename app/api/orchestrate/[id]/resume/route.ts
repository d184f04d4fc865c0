import { controlExecution } from "#lib/execution/control-execution.ts";
import { accepted, answer } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { toldBy } from "#lib/http/person.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "execution:control",
  ...executions.control,
  handle: async ({ caller, access, params }) => {
    const done = await controlExecution(runtime(), { ...caller, ...params, action: "resume" });
    return answer(await toldBy(access, done, { action: "execution.resumed", target: params.id }), accepted);
  },
});
