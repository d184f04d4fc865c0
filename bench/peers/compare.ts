import { type ChildProcess, fork, spawn } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { childEnv } from "#lib/env.ts";
import { migrate } from "../../scripts/migrate.ts";
import { type Postgres, startPostgres } from "../../scripts/postgres.ts";
import { type Counters, countersOf, idleCounters } from "../counters.ts";
import { cpuOfTrees } from "../processes.proc.ts";
import type { Ask, Told } from "./player.ts";
import { type Played, reportOf } from "./report.ts";
import { criticalPathMs, type Shape } from "./shapes.ts";

const root = join(import.meta.dirname, "../..");
const folderOfPeers = join(root, ".cache/peers");
/** No `package.json` of its own, which would cut this folder off from the product's imports. */
const list = join(import.meta.dirname, "installed.json");

/** The engines of `player.ts`, by what has to be installed for them. */
const engines: { name: string; needs?: string; hasNoGraph?: boolean }[] = [
  { name: "floor: one INSERT a step" },
  { name: "floor: group commit" },
  { name: "floor: the SDK in memory" },
  { name: "Fermata" },
  { name: "DBOS", needs: "@dbos-inc/dbos-sdk" },
  { name: "Mastra", needs: "@mastra/pg" },
  { name: "LangGraph sync", needs: "@langchain/langgraph" },
  { name: "Restate", needs: "@restatedev/restate-server" },
  { name: "graphile-worker", needs: "graphile-worker", hasNoGraph: true },
  { name: "pg-boss", needs: "pg-boss", hasNoGraph: true },
];

const chain = (steps: number, resultBytes = 0): Shape => ({ kind: "chain", steps, stepMs: 0, resultBytes });

/** How often each is played in one repetition; the first of a process warms it up and does not count. */
const workloads = {
  W1: { shape: chain(50), runs: 1, times: 7 },
  W2: { shape: { kind: "fan", width: 50, stepMs: 100 } satisfies Shape as Shape, runs: 1, times: 4 },
  W3: { shape: { kind: "dag" } satisfies Shape as Shape, runs: 1, times: 3 },
  W4: { shape: chain(5), runs: 500, times: 2 },
  W7: { shape: chain(1_000, 1_024), runs: 1, times: 1 },
};
export type Workload = keyof typeof workloads;
export const stepsOf = { W1: 50, W2: 50, W3: 12, W4: 2_500, W7: 1_000 };

const patienceMs = 180_000;

type Options = { repetitions: number; engine: string[] | undefined; counters: boolean; say: (line: string) => void; signal: AbortSignal };

/** Plays the same workloads on our executor, on others and on what cannot be undercut, in turns, and tells the medians and which goals are met. */
export async function comparePeers({ repetitions, engine: only, counters, say, signal }: Options): Promise<string> {
  await install(say);
  const playing = engines.filter(({ name, needs }) => {
    if (only && !only.includes(name)) return false;
    if (needs === undefined || existsSync(join(folderOfPeers, "node_modules", needs))) return true;
    say(`${name} is left out: ${needs} could not be installed`);
    return false;
  });
  if (playing.length === 0) throw new Error(`the engines are ${engines.map(({ name }) => `"${name}"`).join(", ")}`);
  say("BullMQ is left out: it needs a Redis");
  const folder = mkdtempSync(join(tmpdir(), "fermata-peers-"));
  chmodSync(folder, 0o755); // as root the database runs as another user, who has to get in
  const postgres = await startPostgres({ dataDir: join(folder, "postgres"), password: "bench", say });
  const played = new Map<string, Played>(playing.map(({ name }) => [name, { rounds: {} }]));
  try {
    for (let repetition = 0; repetition < repetitions; repetition++) {
      // Each goes first once, so that none always runs on a warmer machine.
      const order = playing.map((_, index) => playing[(index + repetition) % playing.length] as (typeof playing)[number]);
      for (const engine of order) {
        signal.throwIfAborted();
        const all = played.get(engine.name) as Played;
        const counts = counters && repetition === repetitions - 1;
        await round({ ...engine, postgres, folder, say, played: all, counts }).catch((error: unknown) => {
          all.failed = error instanceof Error ? error.message : String(error);
          say(`  ${engine.name}: ${all.failed}`);
        });
      }
    }
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const head = `${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${repetitions} repetitions`;
  return `${head}\n\n${reportOf(played, { criticalPathMs: criticalPathMs(), versions: versions() })}`;
}

type Round = {
  name: string;
  hasNoGraph?: boolean;
  postgres: Postgres;
  folder: string;
  say: (line: string) => void;
  played: Played;
  counts: boolean;
};

let databases = 0;

/** One process of one engine on a fresh database plays everything once. */
async function round({ name, hasNoGraph, postgres, folder, say, played, counts }: Round): Promise<void> {
  const database = `bench_${databases++}`;
  await postgres.ensureDatabase(database);
  const url = postgres.url(database);
  if (name === "Fermata") await migrate(url, { secret: "a secret of thirty-two characters" });
  const place = join(folder, database);
  mkdirSync(place);
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  const player = fork(join(import.meta.dirname, "player.ts"), [name, url, place], {
    cwd: folderOfPeers,
    env: childEnv({}),
    execArgv: ["--experimental-import-meta-resolve", "--max-semi-space-size=64", "--no-warnings"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  try {
    const ready = await heard(player);
    if (ready.is !== "ready") throw new Error(ready.is === "failed" ? ready.because : "it did not get ready");
    const play = async (ask: Exclude<Ask, "close">) => {
      const before = cpuOfTrees([postgres.pid, ...ready.pids]);
      const told = heard(player);
      player.send(ask);
      const result = await told;
      if (result.is !== "played") throw new Error(result.is === "failed" ? result.because : "it was not played");
      return { ...result, storeCpuS: cpuOfTrees([postgres.pid, ...ready.pids]) - before };
    };
    for (const [workload, { shape, runs, times }] of Object.entries(workloads) as [Workload, (typeof workloads)[Workload]][]) {
      if (shape.kind === "dag" && hasNoGraph) continue;
      const results = [];
      for (let time = 0; time < times; time++) results.push(await play({ shape, runs }));
      for (const { bodies } of results)
        if (bodies < stepsOf[workload]) throw new Error(`${workload} ran ${bodies} bodies of ${stepsOf[workload]}`);
      played.rounds[workload] = [...(played.rounds[workload] ?? []), ...results.slice(times > 1 ? 1 : 0)];
    }
    if (counts) played.counters = await count(owner, play);
    say(`  ${name}: ${(played.rounds.W1?.at(-1)?.callerMs ?? 0 / 50).toFixed(1)} ms for a chain of 50`);
    player.send("close" satisfies Ask);
    await Promise.race([new Promise((done) => player.once("exit", done)), sleep(10_000)]);
  } finally {
    if (player.exitCode === null) player.kill("SIGKILL");
    await owner.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    await owner.end();
  }
}

/** What the server itself counted, for a chain and under load, with what the idle engine does taken off. */
async function count(
  owner: pg.Client,
  play: (ask: Exclude<Ask, "close">) => Promise<unknown>,
): Promise<Record<"idle" | "W1" | "W4", Counters>> {
  const idle = await idleCounters(owner);
  const chained = await countersOf(owner, idle, () => play({ shape: chain(200), runs: 1 }));
  const loaded = await countersOf(owner, idle, () => play(workloads.W4));
  const per = ({ commits, flushes, walBytes }: Counters, steps: number) => ({
    commits: commits / steps,
    flushes: flushes / steps,
    walBytes: walBytes / steps,
  });
  return { idle, W1: per(chained, 200), W4: per(loaded, stepsOf.W4) };
}

function heard(player: ChildProcess): Promise<Told> {
  let said = "";
  return new Promise<Told>((done, failed) => {
    const listen = (data: Buffer) => {
      said = `${said}${data}`.slice(-2_000);
    };
    const timer = setTimeout(() => settle(() => failed(new Error(`nothing within ${patienceMs / 1_000} s`))), patienceMs);
    const over = () => settle(() => failed(new Error(`its process ended: ${said.trim().slice(-500)}`)));
    const hear = (told: Told) => settle(() => done(told));
    const settle = (act: () => void) => {
      clearTimeout(timer);
      player.off("exit", over).off("message", hear);
      player.stderr?.off("data", listen);
      act();
    };
    player.once("exit", over).once("message", hear);
    player.stderr?.on("data", listen);
  });
}

/** Once for each change of the list; what cannot be had is left out by name. */
async function install(say: (line: string) => void): Promise<void> {
  const wanted = readFileSync(list, "utf8");
  const mark = join(folderOfPeers, "installed.json");
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  mkdirSync(folderOfPeers, { recursive: true });
  copyFileSync(list, join(folderOfPeers, "package.json"));
  say("installing what is compared with (some minutes)");
  const code = await new Promise<number | null>((done) => {
    const npm = spawn("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--legacy-peer-deps", "--loglevel=error"], {
      cwd: folderOfPeers,
      stdio: "inherit",
      timeout: 600_000,
    });
    npm.once("error", () => done(1)).once("exit", done);
  });
  if (code === 0) writeFileSync(mark, wanted);
}

function versions(): Record<string, string> {
  const { dependencies } = JSON.parse(readFileSync(list, "utf8")) as { dependencies: Record<string, string> };
  return Object.fromEntries(engines.flatMap(({ name, needs }) => (needs === undefined ? [] : [[name, dependencies[needs] ?? ""]])));
}
