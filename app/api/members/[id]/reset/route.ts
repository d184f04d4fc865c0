import { answer } from "#lib/http/answer.ts";
import { members } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { sendReset } from "#lib/http/links.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "member:write",
  ...members.reset,
  handle: async ({ access, params }) => {
    const made = await runtime().people.passwords.resetForMember({ access, ...params });
    if (!made.ok) return answer(made);
    const { token, expiresAt, ...to } = made.value;
    return accept({ status: 201, body: { ...(await sendReset({ to, token })), expiresAt } });
  },
});
