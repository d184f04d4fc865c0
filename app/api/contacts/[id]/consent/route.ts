import { answer, ok } from "#lib/http/answer.ts";
import { contacts } from "#lib/http/contracts/contacts.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { toldBy } from "#lib/http/person.next.ts";
import { runtime } from "#lib/runtime.ts";
import { setConsent } from "#lib/tools/recipients.ts";

export const PUT = endpoint({
  allow: "contact:write",
  ...contacts.consent,
  handle: async ({ access, params, body }) => {
    const { sqlFor, now } = runtime();
    const set = await setConsent(sqlFor(access.workspace), { ...params, ...body, at: now() });
    return answer(await toldBy(access, set, { action: "contact.consent", target: params.id }), ok);
  },
});
