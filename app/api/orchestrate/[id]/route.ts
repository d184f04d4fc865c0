import { readSnapshot } from "#lib/execution/read-snapshot.ts";
import { answer } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "execution:read",
  ...executions.read,
  handle: async ({ caller: { workspace }, params }) => answer(await readSnapshot(runtime(), { workspace, ...params })),
});
