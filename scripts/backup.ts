import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import pg from "pg";
import { z } from "zod";
import { migrationsOf, type Row, rowsOf, sequencesOf, type Table, tablesOf } from "./backup-tables.ts";

/** How many rows a table has, and a sum over their hashes that does not ask for their order. */
type Digest = { rows: number; sum: string };

const Digests = z.record(z.string(), z.object({ rows: z.int(), sum: z.string() }));
const Head = z.object({ fermata: z.literal(1), migrations: z.array(z.string()), secret: z.string() });
const Line = z.union([
  z.object({ table: z.string(), columns: z.array(z.object({ name: z.string(), type: z.string() })) }),
  z.object({ rows: z.array(z.array(z.string().nullable())) }),
  z.object({ end: Digests, sequences: z.array(z.object({ name: z.string(), value: z.string(), isCalled: z.boolean() })) }),
]);

/** What was sealed under another secret could not be opened: told by this, which gives nothing of the secret away. */
const markOf = (secret: string): string => createHash("sha256").update(`fermata backup ${secret}`).digest("hex").slice(0, 16);

function digestion() {
  let rows = 0;
  let sum = 0n;
  return {
    take(row: Row) {
      rows++;
      sum = BigInt.asUintN(64, sum + createHash("sha256").update(JSON.stringify(row)).digest().readBigUInt64BE());
    },
    digest: (): Digest => ({ rows, sum: sum.toString(16) }),
  };
}

async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}

/** Writes everything of one moment into a file, however much goes on meanwhile. The file is there when it is whole. */
export async function backUp({ ownerUrl, secret, file }: { ownerUrl: string; secret: string; file: string }): Promise<number> {
  const partial = `${file}.partial`;
  const gzip = createGzip();
  // Nobody else on the machine reads it: sessions' people, hashes and sealed bytes are in it.
  const written = finished(gzip.pipe(createWriteStream(partial, { mode: 0o600 })));
  const write = async (line: unknown) => {
    if (!gzip.write(`${JSON.stringify(line)}\n`)) await once(gzip, "drain");
  };
  try {
    const rows = await asOwner(ownerUrl, async (client) => {
      await client.query("begin isolation level repeatable read read only");
      await write({ fermata: 1, migrations: await migrationsOf(client), secret: markOf(secret) });
      const end: Record<string, Digest> = {};
      for (const table of await tablesOf(client)) {
        await write({ table: table.name, columns: table.columns });
        const { take, digest } = digestion();
        for await (const batch of rowsOf(client, table)) {
          batch.forEach(take);
          await write({ rows: batch });
        }
        end[table.name] = digest();
      }
      await write({ end, sequences: await sequencesOf(client) });
      await client.query("commit");
      return Object.values(end).reduce((total, digest) => total + digest.rows, 0);
    });
    gzip.end();
    await written;
    const handle = await open(partial);
    await handle.sync().finally(() => handle.close());
    await rename(partial, file);
    return rows;
  } catch (error) {
    gzip.destroy();
    await written.catch(() => {});
    await rm(partial, { force: true });
    throw error;
  }
}

/** Fills an empty database with what a file holds, all of it or nothing, and reads every row again to see that it is the same. */
export async function restore({ ownerUrl, secret, file }: { ownerUrl: string; secret: string; file: string }): Promise<number> {
  return asOwner(ownerUrl, async (client) => {
    await client.query("begin");
    const tables = await tablesOf(client);
    for (const { name } of tables) {
      const { rows } = await client.query<{ some: boolean }>(`select exists (select 1 from ${name}) as some`);
      if (rows[0]?.some) throw new Error(`${name} is not empty: a backup is restored into a new database, with another FERMATA_HOME`);
    }
    // What triggers wrote is in the file; the audit's own would make another chain.
    for (const { name } of tables) await client.query(`alter table ${name} disable trigger user`);
    const end = await fill(client, { tables, secret, file });
    for (const { name } of tables) await client.query(`alter table ${name} enable trigger user`);
    for (const table of tables) await compare(client, table, end[table.name]);
    await client.query("commit");
    return Object.values(end).reduce((total, digest) => total + digest.rows, 0);
  });
}

type Fill = { tables: Table[]; secret: string; file: string };

async function fill(client: pg.Client, { tables, secret, file }: Fill): Promise<Record<string, Digest>> {
  const gunzip = createGunzip();
  const source = createReadStream(file);
  source.on("error", (error) => gunzip.destroy(error));
  let head: z.infer<typeof Head> | undefined;
  let into: Table | undefined;
  let end: Record<string, Digest> | undefined;
  try {
    for await (const text of createInterface({ input: source.pipe(gunzip), crlfDelay: Number.POSITIVE_INFINITY })) {
      if (!head) {
        head = Head.parse(JSON.parse(text));
        await fits(client, head, secret);
        continue;
      }
      const line = Line.parse(JSON.parse(text));
      if ("table" in line) into = known(tables, line.table, line.columns);
      else if ("rows" in line) await insert(client, into, line.rows);
      else {
        for (const { name, value, isCalled } of line.sequences) await client.query("select setval($1, $2, $3)", [name, value, isCalled]);
        end = line.end;
      }
    }
  } catch (cause) {
    if (cause instanceof z.ZodError || cause instanceof SyntaxError) throw new Error(`${file} is no backup of Fermata`, { cause });
    throw cause;
  }
  if (!end) throw new Error(`${file} ends too early: it is not whole`);
  return end;
}

async function fits(client: pg.Client, { migrations, secret: mark }: z.infer<typeof Head>, secret: string): Promise<void> {
  const here = await migrationsOf(client);
  const differing = [...migrations.filter((name) => !here.includes(name)), ...here.filter((name) => !migrations.includes(name))];
  if (differing.length > 0) throw new Error(`the backup is of another version; it differs by the migrations ${differing.join(", ")}`);
  if (mark !== markOf(secret))
    throw new Error("the backup was sealed under another NEXTAUTH_SECRET: set that one, else its contents cannot be opened");
}

function known(tables: Table[], name: string, columns: Table["columns"]): Table {
  const table = tables.find((one) => one.name === name);
  if (JSON.stringify(table?.columns) !== JSON.stringify(columns)) throw new Error(`${name} has other columns here`);
  return { name, columns };
}

async function insert(client: pg.Client, table: Table | undefined, rows: Row[]): Promise<void> {
  if (!table) throw new SyntaxError("rows of no table");
  const { name, columns } = table;
  const texts = columns.map((_, at) => rows.map((row) => row[at] ?? null));
  await client.query(
    `insert into ${name} (${columns.map((column) => column.name).join(", ")}) overriding system value
     select ${columns.map(({ type }, at) => `c${at}::${type}`).join(", ")}
     from unnest(${columns.map((_, at) => `$${at + 1}::text[]`).join(", ")}) as given (${columns.map((_, at) => `c${at}`).join(", ")})`,
    texts,
  );
}

async function compare(client: pg.Client, table: Table, was: Digest | undefined): Promise<void> {
  const { take, digest } = digestion();
  for await (const batch of rowsOf(client, table)) batch.forEach(take);
  const is = digest();
  if (was?.rows !== is.rows || was.sum !== is.sum)
    throw new Error(`${table.name} is not what was backed up: ${is.rows} rows for ${was?.rows ?? 0}. Nothing was kept.`);
}
