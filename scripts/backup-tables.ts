import type pg from "pg";

/** A table with the columns that are written, each with its type; what the database computes is left out. */
export type Table = { name: string; columns: { name: string; type: string }[] };

const ours = "n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname not like 'pg\\_%'";

/** Every table of every schema of ours, those that others refer to first. Which migrations are there is compared and not copied. */
export async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table & { needs: string[] }>(`
    select format('%I.%I', n.nspname, c.relname) as name,
      (select json_agg(json_build_object('name', quote_ident(a.attname), 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
         from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select coalesce(array_agg(distinct format('%I.%I', rn.nspname, r.relname)), '{}')
         from pg_constraint k join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace
         where k.conrelid = c.oid and k.contype = 'f' and r.oid <> c.oid) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and ${ours} and c.relname <> '_prisma_migrations'
    order by 1`);
  const ordered: Table[] = [];
  const placed = new Set<string>();
  for (let left = rows; left.length > 0; ) {
    const next = left.filter(({ needs }) => needs.every((name) => placed.has(name)));
    if (next.length === 0) throw new Error(`these tables refer to each other: ${left.map(({ name }) => name).join(", ")}`);
    for (const { name, columns } of next) {
      ordered.push({ name, columns });
      placed.add(name);
    }
    left = left.filter(({ name }) => !placed.has(name));
  }
  return ordered;
}

export async function migrationsOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select migration_name as name from _prisma_migrations where finished_at is not null order by migration_name",
  );
  return rows.map(({ name }) => name);
}

export type Sequence = { name: string; value: string; isCalled: boolean };

export async function sequencesOf(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and ${ours} order by 1`,
  );
  const sequences: Sequence[] = [];
  for (const { name } of rows) {
    const read = await client.query<Omit<Sequence, "name">>(`select last_value::text as value, is_called as "isCalled" from ${name}`);
    sequences.push(...read.rows.map((row) => ({ name, ...row })));
  }
  return sequences;
}

export type Row = (string | null)[];

const atOnce = 500;

/** Every row of a table as texts, some hundred at a time, all of the transaction's one moment. */
export async function* rowsOf(client: pg.ClientBase, { name, columns }: Table): AsyncGenerator<Row[]> {
  await client.query(
    `declare reading no scroll cursor for select array[${columns.map((column) => `${column.name}::text`).join(", ")}] as row from ${name}`,
  );
  for (;;) {
    const { rows } = await client.query<{ row: Row }>(`fetch ${atOnce} from reading`);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await client.query("close reading");
}
