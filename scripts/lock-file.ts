import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isProcessAlive, startOf } from "./processes.ts";

export type Holder = { pid: number; began: string | undefined; note: string };
export type Lock = { ok: true; write: (note: string) => void; release: () => void } | { ok: false; holder: Holder };

/** Held for as long as this process lives: a file whose writer is dead counts for nothing. */
export function takeLock(path: string, note = ""): Lock {
  mkdirSync(dirname(path), { recursive: true });
  const me = (text: string) => JSON.stringify({ pid: process.pid, began: startOf(process.pid), note: text } satisfies Holder);
  const draft = `${path}.${process.pid}.${process.hrtime.bigint()}`;
  writeFileSync(draft, me(note));
  try {
    for (;;) {
      try {
        linkSync(draft, path);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        const holder = holderOf(path);
        if (holder) return { ok: false, holder };
        discard(path, `${draft}.stale`);
      }
    }
  } finally {
    rmSync(draft, { force: true });
  }
  const write = (text: string) => {
    writeFileSync(draft, me(text));
    renameSync(draft, path);
  };
  return { ok: true, write, release: () => rmSync(path, { force: true }) };
}

/** The living holder of the lock, if there is one. */
export function holderOf(path: string): Holder | undefined {
  const holder = parse(path);
  if (!holder || !isProcessAlive(holder.pid)) return undefined;
  return holder.began === undefined || holder.began === startOf(holder.pid) ? holder : undefined;
}

/** By rename, since of several that find the same dead file only one moves it; a living one moved by mistake is put back. */
function discard(path: string, to: string): void {
  try {
    renameSync(path, to);
    if (holderOf(to)) linkSync(to, path);
  } catch {
    // Another was first: the next round looks again.
  } finally {
    rmSync(to, { force: true });
  }
}

function parse(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}
