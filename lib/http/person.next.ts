import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";
import { type Access, membershipOf } from "#lib/tenancy/access.ts";
import type { Member } from "#lib/tenancy/members.postgres.ts";
import { personAsking } from "./authenticate.next.ts";

/** Who is signed in, as whoever holds a link that is nobody's has to be: a member of the workspace that it is of. */
export const viewerOf = (request: Request) => async (workspaceId: string) => {
  const person = await personAsking(request);
  return person && membershipOf(person, workspaceId) ? { id: person.id, name: person.name } : undefined;
};

export type Self = Member & { session: string };

/** The person who asks. The permissions of a profile are no key's, so there is one, unless they were removed just now. */
export async function selfOf({ workspace, actor, session }: Access): Promise<Outcome<Self>> {
  const member = await runtime().people.members.memberById(workspace, actor.id);
  return member && session !== undefined
    ? accept({ ...member, session })
    : refuse({ code: "not_found", because: "there is nothing at this address" });
}

/** Tells the audit, when it was done. */
export async function toldBy<T>(
  access: Access,
  outcome: Outcome<T>,
  what: { action: string; target: string; because?: string; id?: string },
): Promise<Outcome<T>> {
  if (outcome.ok) await runtime().people.auditLog.note(access.workspace, access.actor, what);
  return outcome;
}
