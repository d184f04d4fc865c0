import { z } from "zod";
import { ConnectionKind } from "#lib/tenancy/connections.ts";
import { RoleRef } from "#lib/tenancy/permissions.ts";
import type { Operation } from "./operations.ts";

const Id = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/) });
const Name = z
  .string()
  .trim()
  .min(1, "say a name")
  .max(80)
  .regex(/^[^\p{Cc}{}]+$/u, "holds a character that a name can't have");
const Origin = z.string().trim().min(1, "say a host").max(300);
const Header = z.string().trim().max(100);
/** Which of them are asked for hangs on the kind. */
const Secret = z.partialRecord(z.enum(["token", "username", "password", "value"]), z.string().max(8_000));

/** The roles whose executions may use it; none: everybody who may start one. */
const UsableBy = z
  .array(RoleRef)
  .max(57)
  .refine((given) => new Set(given).size === given.length, "holds one twice")
  .optional();

/** The tools that may use it; none: each that takes a connection. */
const Tools = z
  .array(z.string().min(1).max(100))
  .max(100)
  .refine((given) => new Set(given).size === given.length, "holds one twice")
  .optional();

export const connections = {
  make: {
    body: z.strictObject({
      name: Name,
      kind: ConnectionKind,
      origin: Origin,
      header: Header.optional(),
      secret: Secret,
      usableBy: UsableBy,
      tools: Tools,
    }),
  },
  read: { params: Id },
  revise: {
    params: Id,
    body: z
      .strictObject({
        name: Name.optional(),
        origin: Origin.optional(),
        header: Header.optional(),
        secret: Secret.optional(),
        usableBy: UsableBy,
        tools: Tools,
      })
      .refine((change) => Object.values(change).some((value) => value !== undefined), "say what changes"),
  },
  remove: { params: Id },
};

const Time = z.iso.datetime();
/** Of its secrets the names alone. */
export const ConnectionAnswer = z.object({
  id: z.string(),
  name: z.string(),
  kind: ConnectionKind,
  origin: z.string(),
  header: z.string().nullable(),
  fields: z.array(z.string()),
  usableBy: z.array(z.string()),
  tools: z.array(z.string()),
  revision: z.int(),
  createdAt: Time,
  createdBy: z.string(),
  changedAt: Time,
  changedBy: z.string(),
  lastUsedAt: Time.nullable(),
});

/** Connections to other services. */
export const connectionOperations: Operation[] = [
  {
    method: "get",
    path: "/api/connections",
    allow: "connection:read",
    summary: "Lists the connections: where they lead, when they were last used; never a secret",
    status: 200,
    answer: z.object({ data: z.array(ConnectionAnswer) }),
  },
  {
    method: "post",
    path: "/api/connections",
    allow: "connection:write",
    summary:
      "Makes a connection to one host; its secret is sealed and in no answer, and a web request that names it is sent with it. `usableBy` limits that to executions that nobody else than these roles started or changed, `tools` to calls of these",
    ...connections.make,
    status: 201,
    answer: ConnectionAnswer,
  },
  {
    method: "get",
    path: "/api/connections/{id}",
    allow: "connection:read",
    summary: "One connection, without its secret",
    ...connections.read,
    status: 200,
    answer: ConnectionAnswer,
  },
  {
    method: "put",
    path: "/api/connections/{id}",
    allow: "connection:write",
    summary: "Changes a connection; another host or header needs the whole secret again",
    ...connections.revise,
    status: 200,
    answer: ConnectionAnswer,
  },
  {
    method: "delete",
    path: "/api/connections/{id}",
    allow: "connection:write",
    summary: "Removes a connection and its secret; calls that name it fail from then on",
    ...connections.remove,
    status: 200,
    answer: z.object({ id: z.string() }),
  },
];
