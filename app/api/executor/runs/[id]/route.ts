import { handleRun } from "#inngest/executor-state.ts";
import { answer } from "#lib/http/answer.ts";
import { executor } from "#lib/http/contracts/executor.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";

export const POST = endpoint({
  allow: "execution:control",
  ...executor.run,
  handle: async ({ caller: { workspace }, params, body }) => answer(await handleRun(workspace, params.id, body.action)),
});
