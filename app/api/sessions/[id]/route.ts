import { ok } from "#lib/http/answer.ts";
import { sessions } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept, refuse } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const DELETE = endpoint({
  allow: "profile:write",
  ...sessions.end,
  handle: async ({ access: { actor }, params: { id } }) => {
    const { people } = runtime();
    if (!(await people.sessions.endSession(actor.id, id)))
      return refuse({ code: "not_found", because: "there is nothing at this address" });
    await people.auditLog.noteOfPerson(actor.id, { action: "session.ended", because: "by the person", detail: { session: id } });
    return accept(ok({ id }));
  },
});
