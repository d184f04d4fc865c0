import { answer, made } from "#lib/http/answer.ts";
import { contacts } from "#lib/http/contracts/contacts.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { causeId } from "#lib/kernel/hash.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";
import { takeIncoming } from "#lib/tools/incoming.ts";

export const POST = endpoint({
  allow: "contact:write",
  ...contacts.incoming,
  handle: async ({ access: { workspace }, body: { messageId, at, to = "", ...message } }) => {
    const { now, sqlFor } = runtime();
    const id = causeId("msg", workspace.id, "in", message.channel, messageId);
    const taken = await takeIncoming(sqlFor(workspace), workspace.id, { id, ...message, to, at: at === undefined ? now() : new Date(at) });
    return answer(accept(taken), () => made(taken, `/api/messages/${id}`));
  },
});
