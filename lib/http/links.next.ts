import { runtime } from "#lib/runtime.ts";

type Linked = { sent: boolean; url: string | null };

/** The token stands after the #: it is sent to no server, written to no log, and told to no page that one goes on to. */
const urlOf = (path: "/invitation" | "/new-password", token: string): string => `${runtime().address ?? ""}${path}#${token}`;

type Who = { name: string; email: string };

/** By mail where there is a mail server, else for the one who asked to hand over. */
export async function sendInvitation({
  to,
  by,
  workspace,
  token,
}: {
  to: Who;
  by: string;
  workspace: string;
  token: string;
}): Promise<Linked> {
  const url = urlOf("/invitation", token);
  const text = `${by} invites you to the workspace “${workspace}” on Fermata.\n\nOpen this link within three days. It works once:\n${url}\n`;
  const sent = await runtime().sendLetter({ to, subject: `${by} invites you to ${workspace}`, text });
  return { sent, url: sent ? null : url };
}

export async function sendReset({ to, token }: { to: Who; token: string }): Promise<Linked> {
  const url = urlOf("/new-password", token);
  const text = `Somebody asked for a new password for ${to.email} on Fermata.\n\nOpen this link within an hour. It works once:\n${url}\n\nIf it was not you, do nothing: your password stays as it is.\n`;
  const sent = await runtime().sendLetter({ to, subject: "A new password for Fermata", text });
  return { sent, url: sent ? null : url };
}
