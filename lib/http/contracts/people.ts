import { z } from "zod";
import { withhold } from "#lib/safety/guardrails/withhold.ts";
import { Grant, groupOf, permissionsOfRoles, RoleRef } from "#lib/tenancy/permissions.ts";
import { Cursor, Limit } from "../cursor.ts";

const Id = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/) });
const Page = z.strictObject({ cursor: Cursor.optional(), limit: Limit });
/** It goes into the audit for good, which everybody who reads that sees. */
const Because = z.string().trim().max(400).transform(withhold).optional();
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(320)
  .regex(/^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]+$/, "is not an e-mail address");
export const Name = z.string().trim().min(1, "say a name").max(120);
export const Password = z.string().min(1).max(1_000);
const Token = z.string().min(1).max(200);

export const members = {
  list: { query: Page },
  revise: {
    params: Id,
    body: z
      .strictObject({ role: RoleRef.optional(), disabled: z.boolean().optional(), because: Because })
      .refine(({ role, disabled }) => role !== undefined || disabled !== undefined, "say a role, or whether the member is disabled"),
  },
  remove: { params: Id },
  reset: { params: Id },
};

export const invitations = {
  list: { query: Page },
  invite: { body: z.strictObject({ email: Email, role: RoleRef, because: Because }) },
  revoke: { params: Id },
  look: { body: z.strictObject({ token: Token }) },
  accept: { body: z.strictObject({ token: Token, name: Name.optional(), password: Password.optional() }) },
};

const longestDays = 366;
/** Of one role or key. */
const mostGrants = 200;

export const keys = {
  list: { query: Page },
  make: {
    body: z.strictObject({
      name: Name,
      scopes: z.array(Grant).min(1, "choose what it may do").max(mostGrants),
      expiresInDays: z.int().min(1).max(longestDays).default(90),
    }),
  },
  rotate: {
    params: Id,
    /** How long the old key goes on. */
    body: z.strictObject({
      graceMinutes: z
        .int()
        .min(0)
        .max(7 * 24 * 60)
        .default(0),
    }),
  },
  revoke: { params: Id },
};

const shape = {
  name: z
    .string()
    .trim()
    .min(1, "say a name")
    .max(60)
    .regex(/^[^\p{Cc}]+$/u, "holds a control character"),
  says: z.string().trim().max(200),
  permissions: z
    .array(Grant)
    .min(1, "choose what it may do")
    .max(mostGrants)
    .refine(
      (given) => given.every((one) => groupOf(one) !== undefined || permissionsOfRoles.some((known) => known === one)),
      "holds what is everybody's own",
    )
    .refine((given) => new Set(given).size === given.length, "holds one twice"),
};

export const roles = {
  make: { body: z.strictObject({ ...shape, says: shape.says.default("") }) },
  read: { params: Id },
  revise: {
    params: Id,
    body: z
      .strictObject({
        name: shape.name.optional(),
        says: shape.says.optional(),
        permissions: shape.permissions.optional(),
        because: Because,
      })
      .refine(({ because: _, ...change }) => Object.values(change).some((value) => value !== undefined), "say what changes"),
  },
};

export const sessions = { end: { params: Id } };

export const profile = {
  revise: { body: z.strictObject({ name: Name }) },
  password: { body: z.strictObject({ password: Password, next: Password }) },
  confirmFactor: { body: z.strictObject({ code: z.string().trim().min(1).max(50) }) },
  removeFactor: { body: z.strictObject({ password: Password }) },
};

export const passwords = {
  forgot: { body: z.strictObject({ email: Email }) },
  reset: { body: z.strictObject({ token: Token, password: Password }) },
};

const At = z.iso.datetime({ offset: true });
const filter = {
  /** Words of any part of an entry. */
  text: z.string().trim().max(200).optional(),
  /** `key.created`, or `key` for all that begins so. */
  action: z
    .string()
    .regex(/^[a-z_.]{1,60}$/, "is no action")
    .optional(),
  /** The id of who did it. */
  actor: z.string().max(100).optional(),
  from: At.optional(),
  to: At.optional(),
};

export const ListAudit = z.strictObject({
  ...filter,
  /** Where the last page ended. */
  cursor: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  limit: Limit,
});

export const audit = {
  list: { query: ListAudit },
  export: { query: z.strictObject({ ...filter, format: z.enum(["jsonl", "csv"]).default("jsonl") }) },
};
