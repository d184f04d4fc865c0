import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { liveServer } from "./postgres.ts";
import { isProcessAlive } from "./processes.ts";

const name = "fermata-e2e-";

/** A data folder for this run alone; what killed runs left behind, servers included, goes first. */
export function makeHome(): string {
  for (const left of readdirSync(tmpdir()).filter((entry) => entry.startsWith(name))) sweep(left);
  const home = mkdtempSync(join(tmpdir(), `${name}${process.pid}-`));
  chmodSync(home, 0o755); // as root the database runs as another user, who has to get in
  return home;
}

function sweep(left: string): void {
  const pid = Number(left.slice(name.length).split("-")[0]);
  if (isProcessAlive(pid, "e2e")) return;
  const folder = join(tmpdir(), left);
  try {
    const server = liveServer(join(folder, "postgres"));
    if (server) process.kill(server.pid, "SIGQUIT");
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another user's: not ours to clear.
  }
}
