import pg from "pg";
import { noteOn } from "#lib/tenancy/audit.postgres.ts";
import { addKey, dropOldKeys, type Keyring, type KeySource, keyringOf } from "#lib/tenancy/keyring.node.ts";
import { renewVault, vaultLock } from "#lib/tenancy/vault.postgres.ts";

/**
 * Gives every workspace a new key and seals its secrets anew, while the product serves. With a key file, the file gets a new key
 * first, and loses the old ones when nothing is wrapped under them any more. Cut short, it is started again.
 */
export async function rotateKey(ownerUrl: string, source: KeySource): Promise<{ workspaces: number; secrets: number }> {
  const { FERMATA_VAULT_KEY: given, FERMATA_VAULT_KEY_FILE: file } = source;
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query(`select pg_advisory_lock(${vaultLock})`);
    // A key of the environment is the newest, whatever the file says: the file then opens what it wrapped, and is left alone.
    const ofFile = given === undefined ? file : undefined;
    if (ofFile !== undefined) addKey(ofFile);
    const keyring = keyringOf(source);
    const { rows } = await owner.query<{ id: string }>("select workspace_id as id from vault_keys order by 1");
    let secrets = 0;
    for (const { id } of rows) secrets += await renewed(owner, id, keyring);
    if (ofFile !== undefined) dropOldKeys(ofFile);
    return { workspaces: rows.length, secrets };
  } finally {
    await owner.end();
  }
}

const operator = { kind: "system", id: "operator", name: "operator" } as const;

/** On the owner's own connection: whoever waits for the lock holds the others. */
async function renewed(owner: pg.Client, id: string, keyring: Keyring): Promise<number> {
  await owner.query("begin");
  const { secrets } = await renewVault(owner, keyring, { id });
  await noteOn(owner, { id }, operator, { action: "vault.rotated", detail: { secrets } });
  await owner.query("commit");
  return secrets;
}
