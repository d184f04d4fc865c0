import { randomBytes } from "node:crypto";
import { z } from "zod";
import { appPool, inWorkspace } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Access } from "./access.ts";
import { hashOfKey, isUsable, keyBytes, keyFrom } from "./keys.ts";
import { type Permission, Role } from "./permissions.ts";

export type CreateKey = { workspace: string; name: string; role: Role; scopes?: Permission[]; expiresAt?: Date };

/** The token is in the answer and nowhere else. */
export async function createKey({
  workspace,
  name,
  role,
  scopes = [],
  expiresAt,
}: CreateKey): Promise<Outcome<{ id: string; token: string }>> {
  const { token, prefix, hash } = keyFrom(randomBytes(keyBytes));
  const id = newId("key");
  return inWorkspace(workspace, async (tx) => {
    const known = await tx.workspace.findFirst({ where: { id: workspace }, select: { id: true } });
    if (!known) return refuse({ code: "not_found", because: `there is no workspace ${workspace}` });
    await tx.apiKey.create({ data: { workspaceId: workspace, id, name, prefix, hash, role, scopes, expiresAt: expiresAt ?? null } });
    return accept({ id, token });
  });
}

const date = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const KeyRow = z.object({
  workspaceId: z.string(),
  id: z.string(),
  name: z.string(),
  role: Role,
  scopes: z.array(z.string()),
  expiresAt: date.nullable(),
  revokedAt: date.nullable(),
});

/** Whose key this is, or nothing: unknown, expired and revoked keys are not told apart. */
export async function authenticateKey(token: string, now = new Date()): Promise<Access | undefined> {
  const hash = hashOfKey(token);
  if (hash === undefined) return undefined;
  const key = await lookUp(hash);
  if (!key || !isUsable(key, now)) return undefined;
  noteUse(key.workspaceId, key.id, now);
  return {
    workspace: { id: key.workspaceId },
    actor: { kind: "key", id: key.id, name: key.name },
    role: key.role,
    scopes: key.scopes,
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
