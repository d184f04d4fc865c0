import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Migration = { name: string; sql: string; checksum: string };

export const prismaFolder = join(import.meta.dirname, "..", "prisma");
export const migrationsFolder = join(prismaFolder, "migrations");
export const lockFile = {
  path: "migration_lock.toml",
  content: '# Prisma reads the provider of the migrations here.\nprovider = "postgresql"\n',
};

/** In the order in which they apply. */
export function readMigrations(folder = migrationsFolder): Migration[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "migration.sql")))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

export const hashOf = (migrations: Migration[]): string => {
  const hash = createHash("sha256");
  for (const { name, checksum } of migrations) hash.update(`${name} ${checksum}\n`);
  return hash.digest("hex").slice(0, 16);
};

/** As the schema engine wants to be told. */
export function asList(migrations: Migration[], baseDir = migrationsFolder) {
  return {
    baseDir,
    lockfile: { ...lockFile },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
    })),
  };
}
