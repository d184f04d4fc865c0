import { answer } from "#lib/http/answer.ts";
import { invitations } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const DELETE = endpoint({
  allow: "member:write",
  ...invitations.revoke,
  handle: async ({ access, params }) => answer(await runtime().people.invitations.revokeInvitation({ access, ...params })),
});
