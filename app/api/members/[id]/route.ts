import { answer, ok } from "#lib/http/answer.ts";
import { members } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const PUT = endpoint({
  allow: "member:write",
  ...members.revise,
  handle: async ({ access, params, body: { because, ...change } }) =>
    answer(await runtime().people.members.reviseMember({ access, ...params, change, ...(because && { because }) })),
});

export const DELETE = endpoint({
  allow: "member:write",
  ...members.remove,
  handle: async ({ access, params }) =>
    answer(await runtime().people.members.reviseMember({ access, ...params, change: "none" }), ({ id }) => ok({ id })),
});
