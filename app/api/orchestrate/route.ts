import { listExecutions } from "#lib/execution/list-executions.ts";
import { startWithSettings } from "#lib/execution/start-with-settings.ts";
import { answer, begun, ok } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { page } from "#lib/http/cursor.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "execution:start",
  ...executions.start,
  handle: async ({ caller, body: command }) => answer(await startWithSettings(runtime(), { ...caller, command }), begun),
});

export const GET = endpoint({
  allow: "execution:read",
  ...executions.list,
  handle: async ({ caller: { workspace }, query }) =>
    answer(await listExecutions(runtime(), { workspace, ...query }), (found) => ok(page(found))),
});
