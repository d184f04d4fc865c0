import { readPayload } from "#lib/execution/read-payload.ts";
import { answer } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "execution:read",
  ...executions.payload,
  handle: async ({ caller: { workspace }, params }) => answer(await readPayload(runtime(), { workspace, ...params })),
});
