import { ok } from "#lib/http/answer.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "profile:read",
  handle: async ({ access: { actor, session } }) => {
    const sessions = await runtime().people.sessions.sessionsOf(actor.id);
    return accept(ok({ data: sessions.map((one) => ({ ...one, current: one.id === session })) }));
  },
});

export const DELETE = endpoint({
  allow: "profile:write",
  handle: async ({ access: { actor, session } }) => {
    const { sessions, auditLog } = runtime().people;
    const ended = await sessions.endOtherSessions(actor.id, session ?? null);
    if (ended > 0) await auditLog.noteOfPerson(actor.id, { action: "session.ended", because: "all but one", detail: { ended } });
    return accept(ok({ ended }));
  },
});
