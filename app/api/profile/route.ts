import { ok } from "#lib/http/answer.ts";
import { profile } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { selfOf } from "#lib/http/person.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "profile:read",
  handle: async ({ access }) => {
    const self = await selfOf(access);
    if (!self.ok) return self;
    const { id, name, email, role } = self.value;
    return accept(ok({ id, name, email, role, secondFactor: await runtime().people.factors.factorState(id) }));
  },
});

export const PUT = endpoint({
  allow: "profile:write",
  ...profile.revise,
  handle: async ({ access, body: { name } }) => {
    const { passwords, auditLog } = runtime().people;
    await passwords.renamePerson(access.actor.id, name);
    await auditLog.noteOfPerson(access.actor.id, { action: "profile.renamed", detail: { before: access.actor.name, after: name } });
    return accept(ok({ done: true }));
  },
});
