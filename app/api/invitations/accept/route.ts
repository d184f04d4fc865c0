import { answer } from "#lib/http/answer.ts";
import { personAsking } from "#lib/http/authenticate.next.ts";
import { invitations } from "#lib/http/contracts/people.ts";
import { openEndpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = openEndpoint({
  ...invitations.accept,
  handle: async ({ request, body }) =>
    answer(await runtime().people.invitations.acceptInvitation({ ...body, person: await personAsking(request) })),
});
