import type { Role } from "./permissions.ts";
import type { Actor, Workspace } from "./workspace.ts";

/** Who asks, in which workspace, with which rights: what every command hangs on. */
export type Access = {
  workspace: Workspace;
  actor: Actor;
  role: Role;
  /** A key's narrowing of its role; empty: the whole role. */
  scopes: readonly string[];
  /** A cookie is sent by the browser on its own, so those requests have to prove their origin. */
  by: "cookie" | "key";
};

export type Membership = { workspaceId: string; workspaceName: string; role: Role };

/** A signed-in person, as the database knows them now. */
export type Person = { id: string; name: string; email: string; memberships: Membership[] };

/** The membership that a request means: the one it names, else the first. Never one that the person does not have. */
export function membershipOf({ memberships }: Person, named: string | undefined): Membership | undefined {
  return named === undefined ? memberships[0] : memberships.find(({ workspaceId }) => workspaceId === named);
}

export function accessOf(person: Person, { workspaceId, role }: Membership): Access {
  return { workspace: { id: workspaceId }, actor: { kind: "member", id: person.id, name: person.name }, role, scopes: [], by: "cookie" };
}
