import type { HeldRole } from "./permissions.ts";
import type { Actor, Workspace } from "./workspace.ts";

/** Who asks, in which workspace, with which rights: what every command hangs on. */
export type Access = {
  workspace: Workspace;
  actor: Actor;
  role: HeldRole;
  /** A key's narrowing of its role; empty: the whole role. */
  scopes: readonly string[];
  /** What the maker of a key may do now. */
  ceiling?: HeldRole;
  /** A cookie is sent by the browser on its own, so those requests have to prove their origin. */
  by: "cookie" | "key";
  /** Of a person: the session that asks. */
  session?: string;
};

export type Membership = { workspaceId: string; workspaceName: string; role: HeldRole };

/** A signed-in person, as the database knows them now, and the session that says so. */
export type Person = { id: string; name: string; email: string; session: string; memberships: Membership[] };

/** The membership that a request means: the one it names, else the first. Never one that the person does not have. */
export function membershipOf({ memberships }: Person, named: string | undefined): Membership | undefined {
  return named === undefined ? memberships[0] : memberships.find(({ workspaceId }) => workspaceId === named);
}

export function accessOf({ id, name, session }: Person, { workspaceId, role }: Membership): Access {
  return { workspace: { id: workspaceId }, actor: { kind: "member", id, name }, role, scopes: [], by: "cookie", session };
}
