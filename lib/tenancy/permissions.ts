import { z } from "zod";

export const Role = z.enum(["owner", "admin", "builder", "operator", "approver", "viewer", "auditor"]);
export type Role = z.infer<typeof Role>;

export const Permission = z.enum([
  "execution:read",
  "execution:start",
  "execution:control",
  "approval:read",
  "approval:decide",
  "guardrail:read",
  "guardrail:evaluate",
  "guardrail:write",
  "tool:read",
  "agent:read",
  "agent:write",
  "workflow:read",
  "workflow:write",
  "trigger:read",
  "trigger:write",
  "usage:read",
  "feedback:write",
  "audit:read",
  "member:read",
  "member:write",
  "key:read",
  "key:write",
  "workspace:write",
]);
export type Permission = z.infer<typeof Permission>;

const see: Permission[] = [
  "execution:read",
  "approval:read",
  "guardrail:read",
  "tool:read",
  "agent:read",
  "workflow:read",
  "trigger:read",
  "usage:read",
];
const operate: Permission[] = [...see, "execution:start", "execution:control", "guardrail:evaluate", "feedback:write"];
const build: Permission[] = [...operate, "approval:decide", "agent:write", "workflow:write", "trigger:write", "guardrail:write"];
const administer: Permission[] = [...build, "audit:read", "member:read", "member:write", "key:read", "key:write"];

/** The one table of who may do what. An owner alone may rename or remove the workspace. */
const table: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(Permission.options),
  admin: new Set(administer),
  builder: new Set(build),
  operator: new Set(operate),
  approver: new Set([...see, "approval:decide", "feedback:write"] satisfies Permission[]),
  viewer: new Set(see),
  auditor: new Set([...see, "audit:read", "member:read", "key:read"] satisfies Permission[]),
};

/** A key's scopes only narrow its role; a member's session has none. */
export function permits({ role, scopes }: { role: Role; scopes?: readonly string[] }, permission: Permission): boolean {
  if (!table[role].has(permission)) return false;
  return scopes === undefined || scopes.length === 0 || scopes.includes(permission);
}

export const permissionsOf = (role: Role): Permission[] => Permission.options.filter((permission) => table[role].has(permission));
