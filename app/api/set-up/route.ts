import { answer } from "#lib/http/answer.ts";
import { workspaces } from "#lib/http/contracts/workspaces.ts";
import { openEndpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = openEndpoint({
  ...workspaces.setUp,
  handle: async ({ body }) => answer(await runtime().people.workspaces.setUp(body)),
});
