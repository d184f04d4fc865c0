import { type HeldRole, roleId, roleName, saysOf } from "#lib/tenancy/permissions.ts";

/** A role that somebody can be given. */
export type RoleChoice = { id: string; name: string; says: string };

export const choiceOf = (role: HeldRole): RoleChoice => ({ id: roleId(role), name: roleName(role), says: saysOf(role) });
