import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Alive, not a zombie, and (where that can be read) with the word in its command line: a pid may have been given to another. */
export function isProcessAlive(pid: number, word?: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const commandLine = readOf(pid, "cmdline");
  if (commandLine === undefined) return process.platform !== "linux";
  return commandLine !== "" && (word === undefined || commandLine.includes(word)); // a zombie's is empty
}

/** When the process began, in ticks since boot; tells a pid from the same pid used again. */
export function startOf(pid: number): string | undefined {
  return readOf(pid, "stat")?.split(") ").at(-1)?.split(" ")[19];
}

/** How many processes work in the folder; undefined where that cannot be read. */
export function processesIn(folder: string): number | undefined {
  if (process.platform !== "linux") return undefined;
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && workingFolder(pid) === folder).length;
}

function workingFolder(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function readOf(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}
