import { answer, ok } from "#lib/http/answer.ts";
import { passwords } from "#lib/http/contracts/people.ts";
import { openEndpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = openEndpoint({
  ...passwords.reset,
  handle: async ({ body, origin: { address } }) =>
    answer(await runtime().people.passwords.resetPassword({ ...body, address }), () => ok({ done: true })),
});
