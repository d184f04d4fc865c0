import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import pg from "pg";
import { type Role, rolePassword, roleUrlFrom } from "#lib/db-roles.ts";

const roles: Role[] = ["app", "executor"];

/** The roles are the cluster's, so several databases may be migrated at once: a lost race is tried again. */
export async function ensureRoles(ownerUrl: string, secret: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    for (const role of roles) await again(() => ensureRole(client, ownerUrl, role, secret));
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, ownerUrl: string, role: Role, secret: string): Promise<void> {
  const name = `fermata_${role}`;
  const verifier = scramVerifier(rolePassword(role, secret));
  const { rows } = await client.query<{ asWanted: boolean }>(
    `select rolcanlogin and not (rolsuper or rolbypassrls or rolinherit or rolcreaterole or rolcreatedb or rolreplication) as "asWanted" from pg_roles where rolname = $1`,
    [name],
  );
  const [found] = rows;
  if (!found)
    await client.query(
      `create role ${name} login nosuperuser nobypassrls noinherit nocreatedb nocreaterole noreplication password '${verifier}'`,
    );
  else if (!found.asWanted)
    await client.query(`alter role ${name} login nosuperuser nobypassrls noinherit nocreatedb nocreaterole noreplication`);
  if (found && !(await opens(roleUrlFrom(ownerUrl, role, secret)))) await client.query(`alter role ${name} password '${verifier}'`);
}

async function opens(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "28P01") return false;
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
}

async function again(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const { code = "", message } = error as { code?: string; message: string };
      const lostRace = ["23505", "42710", "40001"].includes(code) || message.includes("tuple concurrently updated");
      if (!lostRace || attempt === 5) throw error;
    }
  }
}

/** The password itself is never sent, so no statement log can show it. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const iterations = 4096;
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const sign = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(sign("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${sign("Server Key").toString("base64")}`;
}
