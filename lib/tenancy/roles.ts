import { accept, type FieldError, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { beyond, covers, type Grant, type HeldRole, type Rights, Role, roleId } from "./permissions.ts";

/** Of one workspace. */
export const mostRoles = 50;

export type RoleShape = { name: string; says: string; permissions: readonly Grant[] };

/** Whether somebody with these rights may make a role so, or make one of another: nobody gives more than they hold, and nobody touches a role that does more. */
export function mayMakeRole(rights: Rights, next: RoleShape, was?: HeldRole): Outcome<undefined> {
  if (was !== undefined) {
    const reach = mayTouchRole(rights, was);
    if (!reach.ok) return reach;
  }
  if (Role.options.some((name) => name === next.name.toLowerCase())) return refuseAt("name", "is a role of the product");
  const more = beyond(rights, next.permissions);
  if (more.length === 0) return accept(undefined);
  const errors = more.map((permission) => ({
    path: `permissions[${next.permissions.indexOf(permission)}]`,
    because: "is more than you may do",
  }));
  return refuse({ code: "forbidden", because: `you may not do this yourself: ${more.join(", ")}`, errors });
}

/** One's own role is changed by somebody else, as is one that may do more. */
export function mayTouchRole(rights: Rights, was: HeldRole): Outcome<undefined> {
  const own = [rights.role, rights.ceiling ?? rights.role].map(roleId);
  if (own.includes(roleId(was))) return refuse({ code: "forbidden", because: "this is your own role: somebody else changes it" });
  if (!covers(rights, was)) return refuse({ code: "forbidden", because: "this role may do more than you" });
  return accept(undefined);
}

function refuseAt(path: string, because: string) {
  const errors: FieldError[] = [{ path, because }];
  return refuse({ code: "conflict", because: `the ${path} ${because}`, errors });
}
