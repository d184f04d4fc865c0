import { readdirSync, readFileSync } from "node:fs";

/** Seconds of CPU and bytes in memory of the product's three parts; nothing where there is no /proc. */
export type Usage = Record<"web" | "worker" | "postgres", { cpu: number; memory: number }>;

const ticksPerSecond = 100; // USER_HZ, the same on every Linux
type Process = { pid: number; parent: number; command: string };

/** Reads what the supervisor's children and the database's processes have used so far. */
export function usageOf(supervisor: number, postmaster: number | undefined): Usage | undefined {
  if (process.platform !== "linux") return undefined;
  const all = processes();
  const under = (pids: number[]): number[] => {
    const children = all.filter(({ parent }) => pids.includes(parent)).map(({ pid }) => pid);
    return children.length === 0 ? pids : [...pids, ...under(children)];
  };
  const started = (name: RegExp) =>
    under(all.filter(({ parent, command }) => parent === supervisor && name.test(command)).map(({ pid }) => pid));
  const part = (pids: number[], memory: string, { withEnded = false } = {}) => ({
    cpu: sum(pids.map((pid) => cpuOf(pid, withEnded))),
    memory: sum(pids.map((pid) => memoryOf(pid, memory))),
  });
  const database = postmaster === undefined ? [] : under([postmaster]);
  return {
    web: part(started(/^next-server|next\/dist\/bin\/next/), "VmRSS"),
    worker: part(started(/inngest\/worker\.ts/), "VmRSS"),
    // Shared buffers would count once for each backend; those of backends that ended are the postmaster's.
    postgres: part(database, "RssAnon", { withEnded: true }),
  };
}

/** Seconds of CPU that processes and all they started have used so far; 0 where there is no /proc. */
export function cpuOfTrees(roots: number[]): number {
  if (process.platform !== "linux") return 0;
  const all = processes();
  const under = (pids: number[]): number[] => {
    const children = all.filter(({ parent }) => pids.includes(parent)).map(({ pid }) => pid);
    return children.length === 0 ? pids : [...pids, ...under(children)];
  };
  return sum(under(roots).map((pid) => cpuOf(pid, roots.includes(pid))));
}

function processes(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const fields = read(`/proc/${name}/stat`)?.split(") ").at(-1)?.split(" ");
      return fields ? [{ pid: Number(name), parent: Number(fields[1]), command: read(`/proc/${name}/cmdline`) ?? "" }] : [];
    });
}

function cpuOf(pid: number, withEnded: boolean): number {
  const fields = read(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ") ?? [];
  return sum(fields.slice(11, withEnded ? 15 : 13).map(Number)) / ticksPerSecond;
}

function memoryOf(pid: number, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(read(`/proc/${pid}/status`) ?? "")?.[1] ?? 0) * 1_024;
}

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // it ended meanwhile
  }
}
