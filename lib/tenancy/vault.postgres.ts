import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type pg from "pg";
import type { Keyring, WrappingKey } from "./keyring.node.ts";
import type { Workspace } from "./workspace.ts";

/** Says which secret the bytes are, and all that it hangs on: moved to another row, or a row bent to another host, they do not open. */
export type Place = { workspaceId: string; connectionId: string; kind: string; origin: string; header: string | null; field: string };

const placeOf = ({ workspaceId, connectionId, kind, origin, header, field }: Place): string =>
  JSON.stringify([workspaceId, connectionId, kind, origin, header, field]);

/** AES-256-GCM: nonce (12) ‖ tag (16) ‖ ciphertext. */
function seal(key: Buffer, about: string, bytes: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function open(key: Buffer, about: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12)).setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

const wrapping = (workspaceId: string): string => `workspace key of ${workspaceId}`;

type Wrapped = { wrapped: Buffer; wrappedBy: string };

/** The key is not (or not any more) among those that are known. */
export class VaultKeyMissing extends Error {
  override name = "VaultKeyMissing";
}

function unwrap(keys: readonly WrappingKey[], workspaceId: string, { wrapped, wrappedBy }: Wrapped): Buffer {
  const key = keys.find(({ id }) => id === wrappedBy);
  if (!key)
    throw new VaultKeyMissing(`the vault key ${wrappedBy} is not among those of this installation: give it back, or restore its file`);
  return open(key.bytes, wrapping(workspaceId), wrapped);
}

/** A rotation holds it alone while it goes through the workspaces, so that nobody wraps under a key that is about to go. */
export const vaultLock = "hashtextextended('fermata vault', 0)";

const columns = `wrapped, wrapped_by as "wrappedBy"`;

/** Within a transaction of its caller: the key of a workspace, made at the first need. */
async function keyOf(client: pg.ClientBase, keyring: Keyring, { id }: Workspace): Promise<Buffer> {
  await client.query(`select pg_advisory_xact_lock_shared(${vaultLock})`);
  const keys = keyring();
  const ask = () => client.query<Wrapped>(`select ${columns} from vault_keys where workspace_id = $1 for share`, [id]);
  const [known] = (await ask()).rows;
  if (known) return unwrap(keys, id, known);
  const [newest] = keys;
  await client.query("insert into vault_keys (workspace_id, wrapped, wrapped_by) values ($1, $2, $3) on conflict do nothing", [
    id,
    seal(newest.bytes, wrapping(id), randomBytes(32)),
    newest.id,
  ]);
  const [made] = (await ask()).rows;
  if (!made) throw new Error("the key of the workspace is not there");
  return unwrap(keys, id, made);
}

/** Within a transaction of its caller: seals values for places of one workspace. */
export async function sealIn(
  client: pg.ClientBase,
  keyring: Keyring,
  scope: Workspace,
): Promise<(place: Omit<Place, "workspaceId">, value: string) => Buffer> {
  const key = await keyOf(client, keyring, scope);
  return (place, value) => seal(key, placeOf({ ...place, workspaceId: scope.id }), Buffer.from(value, "utf8"));
}

export type SealedRow = Wrapped & { field: string; sealed: Buffer };

/** Opens what was read together with the workspace's key. */
export function openWith(keyring: Keyring, place: Omit<Place, "field">, rows: readonly SealedRow[]): Record<string, string> {
  const keys = keyring();
  return Object.fromEntries(
    rows.map(({ field, sealed, ...wrapped }) => {
      const key = unwrap(keys, place.workspaceId, wrapped);
      return [field, open(key, placeOf({ ...place, field }), sealed).toString("utf8")];
    }),
  );
}

type Kept = Omit<Place, "workspaceId"> & { sealed: Buffer };

/** Within a transaction of its caller: a new key for the workspace under the newest one, and everything sealed anew under it. */
export async function renewVault(client: pg.ClientBase, keyring: Keyring, { id }: Workspace): Promise<{ secrets: number }> {
  const { rows: held } = await client.query<Wrapped>(`select ${columns} from vault_keys where workspace_id = $1 for update`, [id]);
  const [wrapped] = held;
  if (!wrapped) return { secrets: 0 };
  const keys = keyring();
  const [newest] = keys;
  const was = unwrap(keys, id, wrapped);
  const next = randomBytes(32);
  const { rows } = await client.query<Kept>(
    `select s.connection_id as "connectionId", s.field, s.sealed, c.kind, c.origin, c.header
     from connection_secrets s join connections c on c.workspace_id = s.workspace_id and c.id = s.connection_id
     where s.workspace_id = $1 for update of s`,
    [id],
  );
  for (const { sealed, ...place } of rows) {
    const about = placeOf({ ...place, workspaceId: id });
    await client.query("update connection_secrets set sealed = $4 where workspace_id = $1 and connection_id = $2 and field = $3", [
      id,
      place.connectionId,
      place.field,
      seal(next, about, open(was, about, sealed)),
    ]);
  }
  const { rows: channels } = await client.query<Kept>(
    `select id as "connectionId", 'target' as field, sealed, 'channel:' || kind as kind, origin, null as header from approval_channels where workspace_id = $1 for update`,
    [id],
  );
  for (const { sealed, ...place } of channels) {
    const about = placeOf({ ...place, workspaceId: id });
    await client.query("update approval_channels set sealed = $3 where workspace_id = $1 and id = $2", [
      id,
      place.connectionId,
      seal(next, about, open(was, about, sealed)),
    ]);
  }
  await client.query("update vault_keys set wrapped = $2, wrapped_by = $3, made_at = now() where workspace_id = $1", [
    id,
    seal(newest.bytes, wrapping(id), next),
    newest.id,
  ]);
  return { secrets: rows.length + channels.length };
}
