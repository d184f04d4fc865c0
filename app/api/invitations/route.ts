import { answer, ok } from "#lib/http/answer.ts";
import { invitations } from "#lib/http/contracts/people.ts";
import { page } from "#lib/http/cursor.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { sendInvitation } from "#lib/http/links.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "member:read",
  ...invitations.list,
  handle: async ({ caller: { workspace }, query }) =>
    accept(ok(page(await runtime().people.invitations.listInvitations(workspace, query)))),
});

export const POST = endpoint({
  allow: "member:write",
  ...invitations.invite,
  handle: async ({ caller: { idempotency }, access, body: { because, ...who } }) => {
    const made = await runtime().people.invitations.invite({ access, ...who, ...(because && { because }), idempotency });
    if (!made.ok) return answer(made);
    const { token, ...invitation } = made.value;
    if (token === null) return accept({ status: 201, body: { ...invitation, sent: false, url: null } });
    const to = { name: invitation.email, email: invitation.email };
    const workspace = await runtime().people.members.workspaceName(access.workspace);
    return accept({ status: 201, body: { ...invitation, ...(await sendInvitation({ to, by: access.actor.name, workspace, token })) } });
  },
});
