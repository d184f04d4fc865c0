import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type pg from "pg";
import { migrate } from "./migrate.ts";
import { hashOf, readMigrations } from "./migrations.ts";
import type { Postgres } from "./postgres.ts";
import { isProcessAlive } from "./processes.ts";
import { keepSecrets } from "./secrets.ts";
import { joinPostgres } from "./shared-postgres.ts";

export type TestCluster = {
  /** The owner's address of the maintenance database. */
  adminUrl: string;
  secret: string;
  /** A migrated database to clone; nobody may connect to it. */
  template: string;
  /** What this run's databases begin with; it holds the run's process id. */
  prefix: string;
  /** Drops this run's databases; the last run to leave stops the server. */
  leave: () => Promise<void>;
};

const making = 4_610_302; // advisory lock of the maintenance database, held while a template is made

/** A server for tests, shared by every run of this folder on the machine. It keeps nothing that matters. */
export async function joinTestCluster(folder: string): Promise<TestCluster> {
  const { NEXTAUTH_SECRET: secret, postgresPassword: password } = keepSecrets(folder);
  const { postgres, client, leave } = await joinPostgres({ dataDir: join(folder, "data"), password, unsafe: true });
  const prefix = `test_${process.pid}_`;
  const leaveClean = async () => {
    const mine = await client.query<{ datname: string }>("select datname from pg_database where starts_with(datname, $1)", [prefix]);
    for (const { datname } of mine.rows) await drop(client, datname);
    await leave(() => dropOldTemplates(client));
  };
  try {
    await dropAbandoned(client);
    const template = await ensureTemplate(postgres, client, secret);
    return { adminUrl: postgres.url(), secret, template, prefix, leave: leaveClean };
  } catch (error) {
    await leave();
    throw error;
  }
}

async function ensureTemplate(postgres: Postgres, client: pg.Client, secret: string): Promise<string> {
  const migrations = readMigrations();
  const template = `template_${hashOf(migrations)}`;
  await client.query("select pg_advisory_lock($1)", [making]);
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [template]);
    if (rowCount) return template;
    const draft = `making_${randomUUID().slice(0, 8)}`;
    await client.query(`create database ${draft}`);
    try {
      await migrate(postgres.url(draft), { secret, migrations });
      await client.query(`alter database ${draft} with allow_connections false`);
      await client.query(`alter database ${draft} rename to ${template}`);
    } catch (error) {
      await client.query(`drop database if exists ${draft} with (force)`);
      throw error;
    }
    return template;
  } finally {
    await client.query("select pg_advisory_unlock($1)", [making]);
  }
}

async function dropAbandoned(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>("select datname from pg_database where datname ~ '^test_[0-9]+_'");
  for (const { datname } of rows) if (!isProcessAlive(Number(datname.split("_")[1]), "node")) await drop(client, datname);
}

async function drop(client: pg.Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
}

async function dropOldTemplates(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    "select datname from pg_database where datname ~ '^(template|making)_[0-9a-f]+$' order by oid desc offset 3",
  );
  for (const { datname } of rows) await drop(client, datname);
}
