import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export type Account = { uid: number; gid: number };

/** Postgres refuses to run as root: then the owner of the data folder, else `postgres`, else `nobody`. */
export function accountFor(dataDir: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const place of [resolve(dataDir), elsewhere(dataDir)]) {
    if (!existsSync(join(place, "PG_VERSION"))) continue;
    const { uid, gid } = statSync(place);
    if (uid !== 0) return { uid, gid };
  }
  return named("postgres") ?? named("nobody") ?? { uid: 65_534, gid: 65_534 };
}

/** The folder itself when the account can reach it, else one that it can (a checkout in root's 0700 home). */
export function placeFor(dataDir: string, account: Account | undefined): string {
  const wanted = resolve(dataDir);
  mkdirSync(dirname(wanted), { recursive: true });
  if (!account || reaches(account, dirname(wanted))) return wanted;
  const place = elsewhere(dataDir);
  mkdirSync(dirname(place), { recursive: true, mode: 0o755 });
  return place;
}

/** Whether every folder down to this one can be entered by the account. */
export function reaches({ uid, gid }: Account, path: string): boolean {
  const { mode, uid: owner, gid: group } = statSync(path);
  const inGroup = group === gid ? 0o010 : 0o001;
  const bit = owner === uid ? 0o100 : inGroup;
  const parent = dirname(path);
  return (mode & bit) !== 0 && (parent === path || reaches({ uid, gid }, parent));
}

const elsewhere = (dataDir: string) =>
  join("/var/lib/fermata", createHash("sha256").update(resolve(dataDir)).digest("hex").slice(0, 12), "postgres");

function named(name: string): Account | undefined {
  const line = existsSync("/etc/passwd")
    ? readFileSync("/etc/passwd", "utf8")
        .split("\n")
        .find((entry) => entry.startsWith(`${name}:`))
    : undefined;
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
