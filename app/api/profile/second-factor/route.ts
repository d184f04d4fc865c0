import { answer, ok } from "#lib/http/answer.ts";
import { profile } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { selfOf } from "#lib/http/person.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "profile:write",
  handle: async ({ access }) => {
    const self = await selfOf(access);
    if (!self.ok) return self;
    return answer(await runtime().people.factors.beginFactor(self.value), (body) => ({ status: 201, body }));
  },
});

export const PUT = endpoint({
  allow: "profile:write",
  ...profile.confirmFactor,
  handle: async ({ access: { actor }, body: { code } }) => {
    const { factors, auditLog } = runtime().people;
    const confirmed = await factors.confirmFactor(actor.id, code, runtime().now());
    if (confirmed.ok) await auditLog.noteOfPerson(actor.id, { action: "second_factor.added" });
    return answer(confirmed);
  },
});

export const DELETE = endpoint({
  allow: "profile:write",
  ...profile.removeFactor,
  handle: async ({ access, body: { password } }) => {
    const self = await selfOf(access);
    if (!self.ok) return self;
    const { factors, passwords, auditLog } = runtime().people;
    const confirmed = await passwords.confirmPassword(self.value, password);
    if (!confirmed.ok) return confirmed;
    await factors.removeFactor(self.value.id);
    await auditLog.noteOfPerson(self.value.id, { action: "second_factor.removed" });
    return accept(ok({ done: true }));
  },
});
