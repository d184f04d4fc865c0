import { lookByLink } from "#lib/execution/decide-by-link.ts";
import { answer } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { openEndpoint } from "#lib/http/endpoint.next.ts";
import { viewerOf } from "#lib/http/person.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = openEndpoint({
  ...approvals.look,
  handle: async ({ request, body: { token } }) => answer(await lookByLink({ ...runtime(), viewerOf: viewerOf(request) }, token)),
});
