import { replanExecution } from "#lib/execution/replan-execution.ts";
import { answer, begun } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "execution:control",
  ...executions.replan,
  handle: async ({ caller, params, body: command }) => {
    const most = await runtime().mostAutonomy(caller.workspace);
    return answer(await replanExecution(runtime(), { ...caller, ...params, command, most }), begun);
  },
});
