import { answer } from "#lib/http/answer.ts";
import { invitations } from "#lib/http/contracts/people.ts";
import { openEndpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = openEndpoint({
  ...invitations.look,
  handle: async ({ body: { token } }) => answer(await runtime().people.invitations.lookAtInvitation(token)),
});
