import { answer } from "#lib/http/answer.ts";
import { keys } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const DELETE = endpoint({
  allow: "key:write",
  ...keys.revoke,
  handle: async ({ access, params }) => answer(await runtime().people.keys.revokeKey({ access, ...params })),
});
