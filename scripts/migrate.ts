import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import pg from "pg";
import { env } from "#lib/env.ts";
import { ensureHome } from "./home.ts";
import { asList, lockFile, type Migration, migrationsFolder, prismaFolder, readMigrations } from "./migrations.ts";
import { ensureRoles } from "./roles.ts";
import { runMain } from "./run-main.ts";
import { openSchemaEngine } from "./schema-engine.ts";

const advisoryKey = 4_610_237; // any number, the same for every process that migrates this database
const filters = { externalTables: [], externalEnums: [] };

/** Roles first, since migrations grant to them; then what the history lacks. Safe to call from several processes at once. */
export async function migrate(
  ownerUrl: string,
  { secret, migrations = readMigrations() }: { secret: string; migrations?: Migration[] },
): Promise<{ applied: string[] }> {
  const client = await connect(ownerUrl);
  try {
    await client.query("select pg_advisory_lock($1)", [advisoryKey]);
    await ensureRoles(ownerUrl, secret);
    const missing = missingOf(migrations, await historyOf(client));
    if (missing.length > 0) await client.query(historyTable);
    for (const migration of missing) await apply(client, migration);
    return { applied: missing.map(({ name }) => name) };
  } finally {
    await client.end();
  }
}

/** As `prisma migrate` makes it, so that it can take over. */
const historyTable = `create table if not exists public._prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

/**
 * The script and its history row are one transaction, so a killed process leaves neither. The schema engine writes the
 * row apart, and over adapter-pg it cuts the script at every semicolon, also inside a function's body.
 */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query("reset all");
    await client.query(
      `insert into public._prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) values (gen_random_uuid(), $1, $2, clock_timestamp(), 1)`,
      [checksum, name],
    );
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback").catch(() => {});
    throw new Error(`migration ${name}${placeOf(sql, cause)}: ${reasonOf(cause)}`, { cause });
  }
}

function placeOf(sql: string, cause: unknown): string {
  const { position, where } = cause as { position?: string; where?: string };
  if (!position) return where ? ` (${where.split("\n")[0]})` : "";
  return ` line ${sql.slice(0, Number(position)).split("\n").length}`;
}

type Applied = { name: string; checksum: string; finished: boolean };

async function historyOf(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<{ known: boolean }>(`select to_regclass('public._prisma_migrations') is not null as known`);
  if (!rows[0]?.known) return [];
  const history = await client.query<Applied>(
    `select migration_name as name, checksum, finished_at is not null as finished from public._prisma_migrations where rolled_back_at is null order by migration_name`,
  );
  return history.rows;
}

function missingOf(migrations: Migration[], history: Applied[]): Migration[] {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum, finished } of history) {
    if (!finished)
      throw new Error(`migration ${name} stopped half way: restore a backup, or repair the database and mark it in _prisma_migrations`);
    if (!known.has(name))
      throw new Error(`the database has a migration ${name} that this version does not know: it was made by a newer Fermata`);
    if (known.get(name) !== checksum)
      throw new Error(`migration ${name} was edited after it was applied: add a new migration instead, or start with an empty database`);
  }
  const applied = new Set(history.map(({ name }) => name));
  return migrations.filter(({ name }) => !applied.has(name));
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: "fermata migrate" });
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const { host, pathname } = new URL(url);
    throw new Error(`cannot reach the database ${pathname.slice(1)} at ${host}: ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return reasonOf(cause.errors.at(-1));
  const { code, message } = cause as { code?: string; message: string };
  return message || code || "no answer";
}

/** The SQL that leads from the migrations to the schema; nothing when they agree. */
async function draft(ownerUrl: string): Promise<string | undefined> {
  const models = schemaFiles();
  if (models.length === 0) throw new Error("there is no prisma/schema.prisma yet");
  const engine = await openSchemaEngine(ownerUrl, models);
  const { exitCode, stdout } = await engine.diff({
    from: { tag: "migrations", ...asList(readMigrations()) },
    to: { tag: "schemaDatamodel", files: models.map(([path, content]) => ({ path, content })) },
    script: true,
    exitCode: true,
    filters,
  });
  return exitCode === 2 ? (stdout ?? "") : undefined;
}

function schemaFiles(): [string, string][] {
  if (!existsSync(prismaFolder)) return [];
  return readdirSync(prismaFolder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".prisma") && statSync(join(prismaFolder, name)).isFile())
    .map((name) => [join("prisma", name), readFileSync(join(prismaFolder, name), "utf8")]);
}

async function create(ownerUrl: string, name: string | undefined): Promise<string> {
  if (!name || !/^[a-z0-9_]+$/.test(name)) throw new Error("usage: npm run db:migrate -- create name_in_small_letters");
  const sql = await draft(ownerUrl);
  if (sql === undefined) return "the migrations already lead to the schema";
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(migrationsFolder, `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(migrationsFolder, lockFile.path))) writeFileSync(join(migrationsFolder, lockFile.path), lockFile.content);
  writeFileSync(join(folder, "migration.sql"), sql);
  return `wrote ${relative(process.cwd(), join(folder, "migration.sql"))}`;
}

export async function check(ownerUrl: string): Promise<string> {
  const sql = await draft(ownerUrl);
  if (sql === undefined) return "the migrations lead to the schema";
  throw new Error(`the schema says more than the migrations: npm run db:migrate -- create NAME\n${sql}`);
}

async function status(ownerUrl: string): Promise<string> {
  const client = await connect(ownerUrl);
  const history = await historyOf(client).finally(() => client.end());
  const missing = missingOf(readMigrations(), history);
  return [...history.map(({ name }) => `applied  ${name}`), ...missing.map(({ name }) => `missing  ${name}`)].join("\n") || "no migrations";
}

async function deploy(ownerUrl: string, secret: string): Promise<string> {
  const { applied } = await migrate(ownerUrl, { secret });
  return applied.length === 0 ? "up to date" : applied.map((name) => `applied ${name}`).join("\n");
}

if (import.meta.main)
  runMain(async ([command = "deploy", name]) => {
    const home = await ensureHome(env());
    try {
      const commands: Record<string, () => Promise<string>> = {
        deploy: () => deploy(home.ownerUrl, home.secret),
        create: () => create(home.ownerUrl, name),
        check: () => check(home.ownerUrl),
        status: () => status(home.ownerUrl),
      };
      const run = commands[command];
      if (!run) throw new Error(`unknown: migrate ${command}. One of deploy, create NAME, status, check`);
      console.log(await run());
    } finally {
      await home.leave();
    }
  });
