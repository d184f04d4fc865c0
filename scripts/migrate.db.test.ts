import { expect, test } from "vitest";
import { env } from "#lib/env.ts";
import { check, migrate } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";

const ownerUrl = env().DATABASE_URL ?? "";
const secret = env().NEXTAUTH_SECRET ?? "";

test("a migrated database has nothing left to apply", async () => {
  expect(await migrate(ownerUrl, { secret })).toEqual({ applied: [] });
});

test("the migrations lead to the schema", async () => {
  expect(await check(ownerUrl)).toBe("the migrations lead to the schema");
});

test("a migration that was edited after it was applied is refused by name", async () => {
  const [first, ...others] = readMigrations();
  if (!first) throw new Error("there are no migrations");
  await expect(migrate(ownerUrl, { secret, migrations: [{ ...first, checksum: "other" }, ...others] })).rejects.toThrow(
    `migration ${first.name} was edited`,
  );
});

test("a script that fails leaves nothing of itself, and says the line", async () => {
  const migrations = [...readMigrations(), { name: "9999_bad", sql: "create table half (id int);\nselect nonsense;", checksum: "x" }];
  await expect(migrate(ownerUrl, { secret, migrations })).rejects.toThrow(/9999_bad line 2: column "nonsense" does not exist/);
  expect(await migrate(ownerUrl, { secret })).toEqual({ applied: [] });
});
