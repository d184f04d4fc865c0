import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "../..");
const textOf = (pattern: string) =>
  globSync(pattern, { cwd: root })
    .filter((file) => !/\.(test|fixture|conformance)\.ts$/.test(file))
    .map((file) => readFileSync(path.join(root, file), "utf8"))
    .join("\n")
    .toLowerCase();

/** What runs: the product's own statements, and those of the functions in the database. The seed fills tables and counts for nothing. */
const running = ["lib/**/*.ts", "inngest/**/*.ts", "scripts/*.ts", "prisma/migrations/*/migration.sql"].map(textOf).join("\n");

/** Every table that was made and not dropped again, by the name under which statements know it. */
function tablesOf(sql: string): string[] {
  const name = String.raw`(?:if (?:not )?exists )?"?((?:\w+\.)?\w+)"?`;
  const made = [...sql.matchAll(new RegExp(`create (?:unlogged )?table ${name}`, "g"))].map(([, table = ""]) => table);
  const dropped = new Set([...sql.matchAll(new RegExp(`drop table ${name}`, "g"))].map(([, table]) => table));
  return [...new Set(made)].filter((table) => !dropped.has(table)).map((table) => table.replace(/^public\./, ""));
}

/** Which of the tables nobody reads, or nobody writes. */
function idle(tables: string[], code: string): string[] {
  return tables.flatMap((table) => {
    const [schema, bare = table] = table.split(".");
    const named = String.raw`(?:public\.|${schema}\.)?"?${bare}"?(?![\w.])`;
    const isRead = new RegExp(`(?:from|join|using) ${named}`).test(code);
    const isWritten = new RegExp(`(?:insert into|merge into|copy) ${named}`).test(code);
    return [...(isRead ? [] : [`${table} is never read`]), ...(isWritten ? [] : [`${table} is never written`])];
  });
}

/** What the product does not do yet, each with why; the list may only become shorter. */
const known = [
  // A workspace's documents and contacts come from the demo, or from whoever fills the tables: there is no page that adds one.
  "documents is never written",
  "contacts is never written",
  // What a message belongs to is kept with it; no page shows a thread yet.
  "threads is never read",
];

const tables = tablesOf(textOf("prisma/migrations/*/migration.sql"));

test("every table has who reads it and who writes it", () => {
  expect(tables.length).toBeGreaterThan(35);
  expect(idle(tables, running)).toEqual(known);
});

test("a table that nobody reads, or nobody writes, would be found", () => {
  expect(idle(["planted"], running)).toEqual(["planted is never read", "planted is never written"]);
  expect(idle(["planted"], "insert into planted (id) values ($1)")).toEqual(["planted is never read"]);
  expect(idle(["planted"], "select 1 from planted_others; insert into public.planted values (1)")).toEqual(["planted is never read"]);
});
