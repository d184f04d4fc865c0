import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { env } from "#lib/env.ts";

afterAll(closePools);

/** As the owner, who sees the catalogue whole. */
async function ask<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const unguarded = `
  select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> '_prisma_migrations'
    and (not c.relrowsecurity or not c.relforcerowsecurity
      or not exists (select 1 from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname and 'fermata_app' = any(p.roles)))`;

test("every table of a workspace has forced row-level security and a policy for the app", async () => {
  expect(await ask(unguarded)).toEqual([]);
  const tables = await ask<{ n: number }>(
    "select count(*)::int as n from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'",
  );
  expect(tables[0]?.n).toBeGreaterThan(15);
});

test("a table without a policy would be found", async () => {
  await ask("create table planted (workspace_id text primary key)");
  expect(await ask(unguarded)).toEqual([{ name: "planted" }]);
  await ask("drop table planted");
});

test("every primary key of a workspace's table begins with the workspace", async () => {
  const loose = await ask<{ name: string }>(`
    select c.relname as name from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where n.nspname = 'public' and i.indisprimary and a.attname <> 'workspace_id' and c.relname not in ('_prisma_migrations', 'users', 'workspaces')`);
  expect(loose).toEqual([]);
});

test("the executor's role may read no table of a workspace, and neither role bypasses row-level security", async () => {
  const granted = await ask(
    `select table_name from information_schema.role_table_grants where grantee = 'fermata_executor' and table_schema = 'public'`,
  );
  expect(granted).toEqual([]);
  const roles = await ask(
    `select rolname from pg_roles where rolname in ('fermata_app', 'fermata_executor') and (rolbypassrls or rolsuper)`,
  );
  expect(roles).toEqual([]);
});
