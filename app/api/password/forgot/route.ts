import { accepted, answer } from "#lib/http/answer.ts";
import { passwords } from "#lib/http/contracts/people.ts";
import { openEndpoint } from "#lib/http/endpoint.next.ts";
import { sendReset } from "#lib/http/links.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = openEndpoint({
  ...passwords.forgot,
  handle: async ({ body: { email }, origin: { address } }) => {
    const made = await runtime().people.passwords.resetForEmail({ email, address });
    if (!made.ok) return answer(made);
    // Not waited for: how long a letter takes would tell whether there is such a person. Its link goes to nobody else.
    if (made.value) void sendReset({ to: { name: made.value.name, email }, token: made.value.token });
    return accept(accepted({ done: true }));
  },
});
