import { answer, ok } from "#lib/http/answer.ts";
import { profile } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { selfOf } from "#lib/http/person.next.ts";
import { runtime } from "#lib/runtime.ts";

export const PUT = endpoint({
  allow: "profile:write",
  ...profile.password,
  handle: async ({ access, body }) => {
    const self = await selfOf(access);
    if (!self.ok) return self;
    return answer(await runtime().people.passwords.changePassword({ person: self.value, ...body }), () => ok({ done: true }));
  },
});
