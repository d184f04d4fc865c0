import { randomBytes } from "node:crypto";
import type pg from "pg";
import { z } from "zod";
import { appPool, withWorkspace } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Access } from "./access.ts";
import { noteOn } from "./audit.postgres.ts";
import { hashOfKey, isUsable, keyBytes, keyFrom } from "./keys.ts";
import { type Named, once } from "./once.postgres.ts";
import { type Grant, grantsOf, HeldRole, mayGive, roleId, roleName } from "./permissions.ts";
import { roleNamed } from "./roles.postgres.ts";
import type { Actor, Workspace } from "./workspace.ts";

type Insert = {
  scope: Workspace;
  name: string;
  /** The id of it. */
  role: string;
  scopes: readonly string[];
  expiresAt: Date | null;
  createdBy: string | null;
  createdByName: string;
};

async function insertKey(
  client: pg.ClientBase,
  { scope, name, role, scopes, expiresAt, createdBy, createdByName }: Insert,
  id = newId("key"),
): Promise<{ id: string; token: string }> {
  const { token, prefix, hash } = keyFrom(randomBytes(keyBytes));
  await client.query(
    "insert into api_keys (workspace_id, id, name, prefix, hash, role, scopes, expires_at, created_by, created_by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    [scope.id, id, name, prefix, hash, role, scopes, expiresAt, createdBy, createdByName],
  );
  return { id, token };
}

const operator: Actor = { kind: "system", id: "operator", name: "operator" };

export type CreateKey = {
  workspace: string;
  name: string /** Of the product, or the name or id of one of the workspace. */;
  role: string;
  scopes?: Grant[];
  expiresAt?: Date;
};

/** The operator's own: of no person. The token is in the answer and nowhere else. */
export async function createKey({
  workspace,
  name,
  role,
  scopes = [],
  expiresAt,
}: CreateKey): Promise<Outcome<{ id: string; token: string }>> {
  const scope = { id: workspace };
  return withWorkspace(workspace, async (client) => {
    const known = await client.query("select 1 from workspaces where id = $1", [workspace]);
    if (known.rowCount === 0) return refuse({ code: "not_found", because: `there is no workspace ${workspace}` });
    const held = await roleNamed(client, scope, role);
    if (!held) return refuse({ code: "not_found", because: `there is no role ${role}` });
    const key = { scope, name, role: roleId(held), scopes, expiresAt: expiresAt ?? null, createdBy: null, createdByName: "" };
    const made = await insertKey(client, key);
    await noteOn(client, scope, operator, { action: "key.created", target: made.id, detail: { name, role: roleName(held), scopes } });
    return accept(made);
  });
}

export type ApiKey = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  createdAt: string;
  createdBy: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
};
/** Without its token when the request is a replay: that was shown once. */
export type NewApiKey = ApiKey & { token: string | null };

const time = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = `id, name, prefix, role_held(workspace_id, role) as role, scopes, ${time("created_at")} as "createdAt", created_by_name as "createdBy", ${time("expires_at")} as "expiresAt",
  ${time("revoked_at")} as "revokedAt", ${time("last_used_at")} as "lastUsedAt"`;

/** A key without scopes has those of its role. */
const shown = ({ role, scopes, ...key }: ApiKey & { role: HeldRole }): ApiKey => ({
  ...key,
  scopes: scopes.length > 0 ? scopes : grantsOf(role).filter((permission) => !permission.startsWith("profile:")),
});

async function keyOf(client: pg.ClientBase, scope: Workspace, id: string) {
  const { rows } = await client.query<ApiKey & { role: HeldRole }>(`select ${columns} from api_keys where workspace_id = $1 and id = $2`, [
    scope.id,
    id,
  ]);
  return rows[0];
}

/** The newest first; those that were revoked or have expired stay for 90 days. */
export async function listKeys(
  scope: Workspace,
  { cursor, limit }: { cursor?: { after: string; id: string } | undefined; limit: number },
): Promise<{ data: ApiKey[]; next: { after: string; id: string } | null }> {
  const { rows } = await withWorkspace(scope.id, (client) =>
    client.query<ApiKey & { role: HeldRole }>(
      `select ${columns} from api_keys where workspace_id = $1 and coalesce(least(revoked_at, expires_at) > now() - interval '90 days', true)
         and ($2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3::text))
       order by created_at desc, id desc limit $4`,
      [scope.id, cursor?.after ?? null, cursor?.id ?? null, limit + 1],
    ),
  );
  const data = rows.slice(0, limit).map(shown);
  const last = data.at(-1);
  return { data, next: rows.length > limit && last ? { after: last.createdAt, id: last.id } : null };
}

/** Whose key a new one is: a person's own, and that of a key's maker when a key makes it. */
async function makerOf(client: pg.ClientBase, { workspace, actor }: Access): Promise<{ createdBy: string | null; createdByName: string }> {
  if (actor.kind === "member") return { createdBy: actor.id, createdByName: actor.name };
  const { rows } = await client.query<{ createdBy: string | null; createdByName: string }>(
    `select created_by as "createdBy", created_by_name as "createdByName" from api_keys where workspace_id = $1 and id = $2`,
    [workspace.id, actor.id],
  );
  return rows[0] ?? { createdBy: null, createdByName: "" };
}

export type MakeKey = { access: Access; name: string; scopes: Grant[]; expiresAt: Date; idempotency?: Named | undefined };

/** Nobody hands on what they may not do themselves. */
export async function makeKey({ access, name, scopes, expiresAt, idempotency }: MakeKey): Promise<Outcome<NewApiKey>> {
  const beyond = scopes.filter((scope) => !mayGive(access, scope));
  if (beyond.length > 0)
    return refuse({
      code: "forbidden",
      because: `you may not do this yourself: ${beyond.join(", ")}`,
      errors: beyond.map((scope) => ({ path: `scopes[${scopes.indexOf(scope)}]`, because: "is more than you may do" })),
    });
  const { workspace, actor, role } = access;
  const id = newId("key");
  return withWorkspace(workspace.id, (client) =>
    once(
      client,
      workspace,
      idempotency,
      { id },
      {
        again: (first) => answerOf(client, workspace, { ...first, token: null }),
        make: async () => {
          const key = { scope: workspace, name, role: roleId(role), scopes, expiresAt, ...(await makerOf(client, access)) };
          const made = await insertKey(client, key, id);
          await noteOn(client, workspace, actor, {
            action: "key.created",
            target: made.id,
            detail: { name, scopes, expiresAt: expiresAt.toISOString() },
          });
          return answerOf(client, workspace, made);
        },
      },
    ),
  );
}

async function answerOf(
  client: pg.ClientBase,
  scope: Workspace,
  { id, token }: { id: string; token: string | null },
): Promise<Outcome<NewApiKey>> {
  const key = await keyOf(client, scope, id);
  return key ? accept({ ...shown(key), token }) : gone;
}

const gone = refuse({ code: "not_found", because: "there is nothing at this address" });

export type RotateKey = { access: Access; id: string; graceMinutes: number; idempotency?: Named | undefined };

/** A new key in the old one's place, which goes on for so many minutes. What it may do is asked again, as if it were made anew. */
export async function rotateKey({ access, id, graceMinutes, idempotency }: RotateKey): Promise<Outcome<NewApiKey>> {
  const { workspace } = access;
  const next = newId("key");
  return withWorkspace(workspace.id, (client) =>
    once(
      client,
      workspace,
      idempotency,
      { id: next },
      {
        again: (first) => answerOf(client, workspace, { ...first, token: null }),
        make: () => replaceKey(client, access, { id, next, graceMinutes }),
      },
    ),
  );
}

async function replaceKey(
  client: pg.ClientBase,
  access: Access,
  { id, next, graceMinutes }: { id: string; next: string; graceMinutes: number },
): Promise<Outcome<NewApiKey>> {
  const { workspace, actor } = access;
  const { rows } = await client.query<{ name: string; role: string; scopes: string[]; lives: boolean; lifetime: string | null }>(
    `select name, role, scopes, revoked_at is null and (expires_at is null or expires_at > now()) as lives, extract(epoch from expires_at - created_at)::text as lifetime
     from api_keys where workspace_id = $1 and id = $2 for update`,
    [workspace.id, id],
  );
  const [was] = rows;
  if (!was) return gone;
  if (!was.lives) return refuse({ code: "conflict", because: "this key is over: make a new one" });
  const key = await keyOf(client, workspace, id);
  const beyond = (key ? shown(key).scopes : []).filter((scope) => !mayGive(access, scope as Grant));
  if (beyond.length > 0) return refuse({ code: "forbidden", because: `you may not do this yourself: ${beyond.join(", ")}` });
  const expiresAt = was.lifetime === null ? null : new Date(Date.now() + Number(was.lifetime) * 1_000);
  const { name, role, scopes } = was;
  const made = await insertKey(client, { scope: workspace, name, role, scopes, expiresAt, ...(await makerOf(client, access)) }, next);
  await client.query(
    "update api_keys set expires_at = least(expires_at, now() + make_interval(mins => $3)) where workspace_id = $1 and id = $2",
    [workspace.id, id, graceMinutes],
  );
  await noteOn(client, workspace, actor, { action: "key.rotated", target: id, detail: { name, next: made.id, graceMinutes } });
  return answerOf(client, workspace, made);
}

/** It stops with this; the row stays, so that the audit's id has a name. */
export async function revokeKey({ access, id, because = "" }: { access: Access; id: string; because?: string }): Promise<Outcome<ApiKey>> {
  const { workspace, actor } = access;
  return withWorkspace(workspace.id, async (client) => {
    const { rowCount } = await client.query(
      "update api_keys set revoked_at = now() where workspace_id = $1 and id = $2 and revoked_at is null",
      [workspace.id, id],
    );
    const key = await keyOf(client, workspace, id);
    if (!key) return gone;
    if (rowCount === 1) await noteOn(client, workspace, actor, { action: "key.revoked", target: id, because, detail: { name: key.name } });
    return accept(shown(key));
  });
}

const date = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const KeyRow = z.object({
  workspaceId: z.string(),
  id: z.string(),
  name: z.string(),
  role: HeldRole,
  scopes: z.array(z.string()),
  expiresAt: date.nullable(),
  revokedAt: date.nullable(),
  /** Made by a person, whose role of now bounds it. */
  isOfPerson: z.boolean(),
  makerRole: HeldRole.nullable(),
});

/** Whose key this is, or nothing: unknown, expired and revoked keys, and those of who has left, are not told apart. */
export async function authenticateKey(token: string, now = new Date()): Promise<Access | undefined> {
  const hash = hashOfKey(token);
  if (hash === undefined) return undefined;
  const key = await lookUp(hash);
  if (!key || !isUsable(key, now)) return undefined;
  if (key.isOfPerson && key.makerRole === null) return undefined;
  noteUse(key.workspaceId, key.id, now);
  return {
    workspace: { id: key.workspaceId },
    actor: { kind: "key", id: key.id, name: key.name },
    role: key.role,
    scopes: key.scopes,
    ...(key.makerRole !== null && { ceiling: key.makerRole }),
    by: "key",
  };
}

const looking = new Map<string, Promise<z.infer<typeof KeyRow> | undefined>>();

/** Requests that come while the same key is being looked up share the answer; nothing is kept after it. */
function lookUp(hash: string): Promise<z.infer<typeof KeyRow> | undefined> {
  const now = looking.get(hash);
  if (now) return now;
  const asked = appPool()
    .query<{ key: unknown }>({ name: "api-key-of", text: "select api_key_of($1) as key", values: [hash] })
    .then(({ rows: [row] }) => (row?.key ? KeyRow.parse(row.key) : undefined))
    .finally(() => looking.delete(hash));
  looking.set(hash, asked);
  return asked;
}

const noted = new Map<string, number>();
const notedEveryMs = 60_000;

/** "Last used" is kept to the minute, so that a busy key does not write a row for each request. */
function noteUse(workspaceId: string, id: string, now: Date): void {
  const last = noted.get(id) ?? 0;
  if (now.getTime() - last < notedEveryMs) return;
  noted.set(id, now.getTime());
  appPool()
    .query("select api_key_used($1, $2)", [workspaceId, id])
    .catch(() => noted.delete(id));
}
