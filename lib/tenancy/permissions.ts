import { z } from "zod";

export const Role = z.enum(["owner", "admin", "builder", "operator", "approver", "viewer", "auditor"]);
export type Role = z.infer<typeof Role>;

/** A role that a workspace made of the permissions below. What it holds counts at the moment of each request. */
export const CustomRole = z.object({ id: z.string(), name: z.string(), says: z.string(), permissions: z.array(z.string()) });
export type CustomRole = z.infer<typeof CustomRole>;

/** What a member, an invitation or a key has: a role of the product, or one of the workspace. */
export const HeldRole = z.union([Role, CustomRole]);
export type HeldRole = z.infer<typeof HeldRole>;

/** What a role is named by where it is given: `viewer`, or the id of one that the workspace made. */
export const RoleRef = z.union([Role, z.string().regex(/^rol_[A-Za-z0-9_-]{1,90}$/, "is no role")]);
export type RoleRef = z.infer<typeof RoleRef>;

export const roleId = (role: HeldRole): string => (typeof role === "string" ? role : role.id);
export const roleName = (role: HeldRole): string => (typeof role === "string" ? role : role.name);

/** Every permission, and what it lets one do in plain words. Routes name them, roles are made of them, keys are narrowed by them. */
export const permissionWords = {
  "execution:read": "See executions, their steps, logs and results",
  "execution:start": "Start executions and plan requests",
  "execution:control": "Pause, resume and cancel executions",
  "*:execute": "Run the tools and workflows of every group, by starting them or by changing a plan that uses them",
  "approval:read": "See what waits for a decision",
  "approval:decide": "Decide approvals",
  "approval:discuss": "Write in the thread of an approval",
  "approval:govern": "Change who decides approvals and how, and what is always allowed",
  "data:read": "See documents, contacts and the calendar",
  "contact:write": "Take in messages, and record what contacts agreed to",
  "guardrail:read": "See the guardrails and what they mean",
  "guardrail:evaluate": "Ask the guardrails about a text or an action",
  "guardrail:write": "Change guardrails",
  "tool:read": "See the tools",
  "agent:read": "See the agents",
  "agent:write": "Change agents",
  "workflow:read": "See workflows and their versions",
  "workflow:write": "Make, change and put away workflows",
  "trigger:read": "See triggers",
  "trigger:write": "Make and change triggers",
  "usage:read": "See usage and cost",
  "budget:write": "Set and lower budgets, and decide about raising them",
  "feedback:write": "Give feedback",
  "audit:read": "Read, export and verify the audit",
  "member:read": "See members and invitations",
  "member:write": "Invite members, change their roles, disable and remove them",
  "role:write": "Make, change and delete the workspace's own roles, within what one may do oneself",
  "key:read": "See API keys, never their secrets",
  "key:write": "Make, rotate and revoke API keys",
  "connection:read": "See connections to other services, never their secrets",
  "connection:write": "Make, change and remove connections and their secrets",
  "workspace:read": "See the roles and what they may do",
  "workspace:write": "Rename the workspace and change its settings",
  "workspace:create": "Make another workspace and be its owner",
  "profile:read": "See one's own profile and sessions",
  "profile:write": "Change one's own name, password and second factor, and end one's own sessions",
} as const;

const names = Object.keys(permissionWords) as (keyof typeof permissionWords)[];
export const Permission = z.enum(names as [keyof typeof permissionWords, ...(keyof typeof permissionWords)[]]);
export type Permission = z.infer<typeof Permission>;

/** A group of tools and workflows, named where each of them is declared. */
export const Group = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, "has to be small letters, digits and dashes, a letter first, 40 at the most");
const ofGroup = /^[a-z][a-z0-9-]{0,39}:execute$/;

/** What running something of one group needs: `lead-generation:execute`. */
export type GroupPermission = `${string}:execute`;
export const groupPermission = (group: string): GroupPermission => `${group}:execute`;
export const groupOf = (grant: string): string | undefined => (ofGroup.test(grant) ? grant.slice(0, -":execute".length) : undefined);

/** What roles and keys are made of: permissions of the product, and those of single groups. */
export type Grant = Permission | GroupPermission;
export const Grant: z.ZodType<Grant> = z.union([Permission, z.string().regex(ofGroup) as unknown as z.ZodType<GroupPermission>], {
  error: "is no permission",
});

/** What a permission lets one do, in plain words. */
export const wordsOf = (grant: Grant): string =>
  Object.hasOwn(permissionWords, grant)
    ? permissionWords[grant as Permission]
    : `Run the tools and workflows of the group “${groupOf(grant) ?? grant}”`;

/** What everybody may do with what is their own, whatever their role. */
const own: ReadonlySet<Grant> = new Set<Grant>(["profile:read", "profile:write"]);
/** What a person alone may do: a key is nobody's session. */
const personal: ReadonlySet<Grant> = new Set<Grant>(["workspace:create", ...own]);

export const roleWords: Record<Role, string> = {
  owner: "Everything, the workspace itself included",
  admin: "Everything but the workspace itself: members, keys and the audit too",
  builder: "Makes workflows, agents, triggers and guardrails, runs them and decides",
  operator: "Starts executions and keeps them going",
  approver: "Looks, and decides what waits for a person",
  viewer: "Looks, and changes nothing",
  auditor: "Looks, also at members, keys and the audit",
};

/** What a role is for, in a sentence. */
export const saysOf = (role: HeldRole): string => (typeof role === "string" ? roleWords[role] : role.says);

const see: Permission[] = [
  "execution:read",
  "approval:read",
  "data:read",
  "guardrail:read",
  "tool:read",
  "agent:read",
  "workflow:read",
  "trigger:read",
  "usage:read",
  "workspace:read",
  "profile:read",
  "profile:write",
];
const operate: Permission[] = [
  ...see,
  "execution:start",
  "execution:control",
  "*:execute",
  "approval:discuss",
  "contact:write",
  "guardrail:evaluate",
  "feedback:write",
];
const build: Permission[] = [
  ...operate,
  "connection:read",
  "approval:decide",
  "agent:write",
  "workflow:write",
  "trigger:write",
  "guardrail:write",
];
const administer: Permission[] = [
  ...build,
  "approval:govern",
  "budget:write",
  "audit:read",
  "member:read",
  "member:write",
  "role:write",
  "key:read",
  "key:write",
  "connection:write",
];

/** The one table of who may do what. An owner alone may rename or remove the workspace. */
const table: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(Permission.options),
  admin: new Set(administer),
  builder: new Set(build),
  operator: new Set(operate),
  approver: new Set([...see, "*:execute", "approval:decide", "approval:discuss", "feedback:write"] satisfies Permission[]),
  viewer: new Set(see),
  auditor: new Set([...see, "audit:read", "member:read", "key:read", "connection:read"] satisfies Permission[]),
};

function holds(role: HeldRole, grant: Grant): boolean {
  const has = (one: Grant) =>
    typeof role === "string" ? table[role].has(one as Permission) : own.has(one) || role.permissions.includes(one);
  return has(grant) || (groupOf(grant) !== undefined && has("*:execute"));
}

/** What somebody's rights are made of. */
export type Rights = {
  role: HeldRole;
  /** A key's narrowing of its role; none or empty: the whole role. */
  scopes?: readonly string[];
  /** The role that the maker of a key has now: no key does more than its maker may. */
  ceiling?: HeldRole;
  by?: "cookie" | "key";
};

export function permits({ role, scopes = [], ceiling = role, by }: Rights, permission: Grant): boolean {
  if (!holds(role, permission) || !holds(ceiling, permission)) return false;
  if (by === "key" && personal.has(permission)) return false;
  return scopes.length === 0 || scopes.includes(permission) || (groupOf(permission) !== undefined && scopes.includes("*:execute"));
}

export const permissionsOf = (role: HeldRole): Permission[] => Permission.options.filter((permission) => holds(role, permission));

/** With those of single groups, which a role of the workspace has. */
export const grantsOf = (role: HeldRole): Grant[] => [
  ...permissionsOf(role),
  ...(typeof role === "string" ? [] : role.permissions.filter((one): one is GroupPermission => groupOf(one) !== undefined)),
];

/** What one may hand on: everything that one may do, but for what is one's own. */
export const permissionsToGive = (rights: Rights): Permission[] => Permission.options.filter((permission) => mayGive(rights, permission));
export const mayGive = (rights: Rights, grant: Grant): boolean => !personal.has(grant) && permits(rights, grant);

/** What of these one has not oneself. What a person alone may do is asked of the role, since a key never does it. */
export const beyond = (rights: Rights, permissions: readonly Grant[]): Grant[] =>
  permissions.filter((permission) =>
    personal.has(permission)
      ? !(holds(rights.role, permission) && holds(rights.ceiling ?? rights.role, permission))
      : !permits(rights, permission),
  );

/** Whether these rights hold all that the role does: nobody makes, changes or removes somebody who may do more. */
export const covers = (rights: Rights, role: HeldRole): boolean => beyond(rights, grantsOf(role)).length === 0;

/** What a role can be made of: one's own is everybody's anyway. */
export const permissionsOfRoles: Permission[] = Permission.options.filter((permission) => !own.has(permission));
