import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";
import { HeldRole, Permission, Role } from "#lib/tenancy/permissions.ts";

const Time = z.iso.datetime();
const pageOf = <Row extends z.ZodType>(row: Row) => z.object({ data: z.array(row), nextCursor: z.string().nullable() });

export const Member = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: HeldRole,
  joinedAt: Time,
  disabledAt: Time.nullable(),
  /** How many living keys they made: these end with their membership. */
  keys: z.int(),
});
export const MemberPage = pageOf(Member);
export const Removed = z.object({ id: z.string() });

const invitation = { id: z.string(), email: z.string(), role: HeldRole, invitedBy: z.string(), createdAt: Time, expiresAt: Time };
export const InvitationPage = pageOf(z.object(invitation));
/** `url` is there when no mail could be sent: hand it over yourself. It is shown this once, and to no replay, which sends nothing either. */
export const Invited = z.object({ ...invitation, sent: z.boolean(), url: z.string().nullable() });
export const ResetLink = z.object({ sent: z.boolean(), url: z.string().nullable(), expiresAt: Time });
export const HeldInvitation = z.object({
  workspaceName: z.string(),
  email: z.string(),
  /** The name of it. */
  role: z.string(),
  invitedBy: z.string(),
  /** There is an account of this e-mail: its person signs in to join. */
  isKnown: z.boolean(),
});
export const Joined = z.object({ workspaceId: z.string(), email: z.string() });

const key = {
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  createdAt: Time,
  createdBy: z.string(),
  expiresAt: Time.nullable(),
  revokedAt: Time.nullable(),
  lastUsedAt: Time.nullable(),
};
export const ApiKey = z.object(key);
export const ApiKeyPage = pageOf(ApiKey);
/** The token is in this answer and nowhere else; null in the answer to a replay of the request. */
export const NewApiKey = z.object({ ...key, token: z.string().nullable() });

export const SessionList = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      createdAt: Time,
      seenAt: Time,
      expiresAt: Time,
      address: z.string(),
      agent: z.string(),
      /** The one that asks. */
      current: z.boolean(),
    }),
  ),
});
export const SessionsEnded = z.object({ ended: z.int() });

export const Profile = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: HeldRole,
  secondFactor: z.object({ isOn: z.boolean(), recoveryCodes: z.int() }),
});
/** Shown once: taken over into an app, then confirmed with a code. */
export const FactorBegun = z.object({ secret: z.string(), address: z.string() });
export const FactorConfirmed = z.object({ recoveryCodes: z.array(z.string()) });
export const Done = z.object({ done: z.literal(true) });

export const KeptRole = z.object({
  id: z.string(),
  name: z.string(),
  says: z.string(),
  permissions: z.array(z.string()),
  revision: z.int(),
  changedAt: Time,
  changedBy: z.string(),
  /** Who has it, or could take it: it stays while there is anybody. */
  uses: z.object({ members: z.int(), invitations: z.int(), keys: z.int(), connections: z.int() }),
});
export const RoleList = z.object({
  data: z.array(z.object({ role: Role, says: z.string(), permissions: z.array(Permission) })),
  /** Those that the workspace made. */
  custom: z.array(KeptRole),
  permissions: z.array(z.object({ permission: Permission, says: z.string() })),
  /** What tools and workflows are of, and the permission of each: roles and keys are made of these too. */
  groups: z.array(
    z.object({ group: z.string(), permission: z.string(), says: z.string(), tools: z.array(z.string()), workflows: z.int() }),
  ),
});

export const AuditEntry = z.object({
  seq: z.int(),
  id: z.string(),
  at: Time,
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  action: z.string(),
  target: z.string().nullable(),
  because: z.string(),
  address: z.string(),
  agent: z.string(),
  requestId: z.string(),
  detail: Json,
  previous: z.string(),
  hash: z.string(),
});
export const AuditPage = pageOf(AuditEntry);
export const AuditVerified = z.object({
  entries: z.int(),
  /** The hash of the last entry that holds: kept elsewhere, it shows later that nothing before it was changed. */
  head: z.string(),
  isWhole: z.boolean(),
  /** The first link that does not hold. */
  broken: z.object({ seq: z.int(), id: z.string().optional(), because: z.string() }).optional(),
});
