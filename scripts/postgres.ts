import { spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Account, accountFor, placeFor } from "./postgres-account.ts";
import { bareEnv, binariesFor } from "./postgres-binaries.ts";
import { isProcessAlive, processesIn } from "./processes.ts";

export const OWNER = "fermata_owner";

export type PostgresOptions = {
  /** Where the cluster lives. As root it may be moved to a place that the unprivileged account reaches. */
  dataDir: string;
  password: string;
  /** A port that must be used; otherwise the last one again, or a free one. */
  port?: number;
  /** For clusters of tests: a power cut may lose everything. */
  unsafe?: boolean;
  say?: (line: string) => void;
};

export type Postgres = {
  dataDir: string;
  port: number;
  pid: number;
  /** True when a server of this data folder was already running. */
  adopted: boolean;
  /** The owner's address of one database. */
  url: (database?: string) => string;
  ensureDatabase: (name: string) => Promise<void>;
  stop: () => Promise<void>;
};

/** What a person should read as one line; the cause is in the log. */
export class PostgresError extends Error {
  override name = "PostgresError";
}

const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "128MB",
  max_wal_size: "1GB",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  // A client that died leaves its transaction, and the locks in it, for as long as this.
  idle_in_transaction_session_timeout: "60s",
  client_connection_check_interval: "2s",
};
const unsafeSettings = { fsync: "off", full_page_writes: "off", synchronous_commit: "off" };
const startWithinMs = 60_000;

/** Adopts the live server of the data folder, or starts one; safe to call from several processes at once. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const account = accountFor(options.dataDir);
  const dataDir = placeFor(options.dataDir, account);
  if (dataDir !== resolve(options.dataDir)) options.say?.(`postgres data is kept in ${dataDir}`);
  const bin = binariesFor(account);
  await initialise(dataDir, options.password, bin, account);

  const deadline = Date.now() + startWithinMs;
  for (let attempt = 0; Date.now() < deadline; attempt++) {
    const live = liveServer(dataDir);
    if (live) {
      if (await answers(live.port, options.password, deadline)) return handle(dataDir, live, options.password, true);
    } else {
      const started = await launch({ ...options, dataDir, bin, account, deadline });
      if (started) return handle(dataDir, started, options.password, false);
      if (attempt >= 12) dropPidOfZombie(dataDir);
    }
    await sleep(250);
  }
  throw new PostgresError(`Postgres did not start within ${startWithinMs / 1000} s: ${lastLogLine(dataDir)}`);
}

type Live = { pid: number; port: number };

/** The pid file names a process that is alive, not a zombie, and a postgres. */
export function liveServer(dataDir: string): Live | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid || !port || !isProcessAlive(pid, "postgres")) return undefined;
  return { pid, port };
}

/** initdb beside the folder, then one rename: a killed initdb leaves nothing half made. */
async function initialise(dataDir: string, password: string, bin: string, account: Account | undefined): Promise<void> {
  if (existsSync(join(dataDir, "PG_VERSION"))) return assertUsable(dataDir, account);
  const parent = dirname(dataDir);
  mkdirSync(parent, { recursive: true });
  const work = mkdtempSync(join(parent, ".initdb-"));
  const cluster = join(work, "data");
  const passwordFile = join(work, "password");
  mkdirSync(cluster, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [work, cluster, passwordFile]) chownSync(path, account.uid, account.gid);
  try {
    const { status, stderr, error } = spawnSync(
      join(bin, "initdb"),
      [
        "-D",
        cluster,
        `--username=${OWNER}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-sync",
        "--no-instructions",
      ],
      { ...account, cwd: "/", encoding: "utf8", env: bareEnv },
    );
    if (status !== 0) throw new PostgresError(`initdb failed: ${error?.message ?? lastLine(stderr)}`);
    renameSync(cluster, dataDir);
  } catch (cause) {
    const lost = existsSync(join(dataDir, "PG_VERSION")); // another process was first
    if (!lost)
      throw cause instanceof PostgresError ? cause : new PostgresError(`cannot make ${dataDir}: ${(cause as Error).message}`, { cause });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function assertUsable(dataDir: string, account: Account | undefined): void {
  const version = readFileSync(join(dataDir, "PG_VERSION"), "utf8").trim();
  if (version !== "18")
    throw new PostgresError(`${dataDir} was made by Postgres ${version}, this is Postgres 18: restore a backup into an empty folder`);
  const owner = statSync(dataDir).uid;
  const mine = account?.uid ?? process.getuid?.();
  if (mine !== undefined && owner !== mine)
    throw new PostgresError(`${dataDir} belongs to another user (uid ${owner}): run as that user, as root, or with another FERMATA_HOME`);
}

type Launch = PostgresOptions & { bin: string; account: Account | undefined; deadline: number };

async function launch({ dataDir, password, port: wanted, unsafe, bin, account, deadline }: Launch): Promise<Live | undefined> {
  const port = wanted ?? (await freePort(lastPort(dataDir)));
  const log = logFile(dataDir);
  if (existsSync(log) && statSync(log).size > 10_000_000) truncateSync(log);
  const from = existsSync(log) ? statSync(log).size : 0;
  const out = openSync(log, "a", 0o640);
  const args = Object.entries({ ...settings, port: String(port), ...(unsafe && unsafeSettings) }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  // Detached, so that Ctrl-C in the terminal does not stop the database before those who use it.
  const child = spawn(join(bin, "postgres"), ["-D", dataDir, ...args], {
    ...account,
    cwd: "/",
    detached: true,
    stdio: ["ignore", out, out],
    env: bareEnv,
  });
  closeSync(out);
  let ended: string | undefined;
  child.on("exit", (code, signal) => (ended = `exit ${code ?? signal}`));
  child.on("error", (error) => (ended = error.message));
  child.unref();
  while (Date.now() < deadline) {
    if (ended !== undefined) {
      const said = readFileSync(log, "utf8").slice(from);
      if (/already exists|still in use|could not lock|is empty/.test(said)) return undefined;
      if (/Address already in use|could not create any TCP/.test(said)) {
        if (wanted === undefined) return undefined;
        throw new PostgresError(`port ${wanted} for Postgres is taken`);
      }
      throw new PostgresError(`Postgres did not start: ${lastLine(said) || ended}`);
    }
    if (child.pid && liveServer(dataDir)?.pid === child.pid && (await connects(port, password)) === "yes") return { pid: child.pid, port };
    await sleep(15);
  }
  return undefined;
}

async function answers(port: number, password: string, deadline: number): Promise<boolean> {
  while (Date.now() < deadline) {
    const answer = await connects(port, password);
    if (answer === "yes") return true;
    if (answer === "no") return false;
    await sleep(50);
  }
  return false;
}

async function connects(port: number, password: string): Promise<"yes" | "starting" | "no"> {
  const client = new pg.Client({ host: "127.0.0.1", port, user: OWNER, password, database: "postgres", connectionTimeoutMillis: 2_000 });
  client.on("error", () => {}); // a server that stops while we ask is an answer, not a crash
  try {
    await client.connect();
    return "yes";
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === "28P01") throw new PostgresError("Postgres refused the password of secrets.json: was that file replaced?");
    return code === "57P03" ? "starting" : "no";
  } finally {
    await client.end().catch(() => {});
  }
}

function handle(dataDir: string, { pid, port }: Live, password: string, adopted: boolean): Postgres {
  const url = (database = "postgres") => `postgresql://${OWNER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  return {
    dataDir,
    port,
    pid,
    adopted,
    url,
    ensureDatabase: (name) => ensureDatabase(url(), name),
    stop: () => stopServer(pid),
  };
}

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (rowCount) return;
    await client.query(`create database ${client.escapeIdentifier(name)}`).catch((error: { code?: string }) => {
      if (error.code !== "42P04" && error.code !== "23505") throw error;
    });
  } finally {
    await client.end();
  }
}

/** Fast shutdown; after ten seconds immediate, which the next start recovers from. */
async function stopServer(pid: number): Promise<void> {
  for (const [signal, waitMs] of [
    ["SIGINT", 10_000],
    ["SIGQUIT", 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (const until = Date.now() + waitMs; Date.now() < until; await sleep(10)) if (!isProcessAlive(pid, "postgres")) return;
  }
}

/**
 * Where nobody reaps orphans (a container without init), a killed postmaster stays a zombie, and Postgres takes its
 * pid file for a live server's for ever. Once no process works in the data folder the file can go.
 */
function dropPidOfZombie(dataDir: string): void {
  if (liveServer(dataDir) || processesIn(dataDir) !== 0) return;
  rmSync(join(dataDir, "postmaster.pid"), { force: true });
}

/** A free loopback port, the preferred one when it is free. */
export async function freePort(preferred = 0): Promise<number> {
  const port = await new Promise<number | undefined>((done) => {
    const server = createServer();
    server.once("error", () => done(undefined));
    server.listen(preferred, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : undefined));
    });
  });
  if (port !== undefined) return port;
  if (preferred === 0) throw new PostgresError("no free port on 127.0.0.1");
  return freePort();
}

function lastPort(dataDir: string): number {
  try {
    return Number(/port=(\d+)/.exec(readFileSync(join(dataDir, "postmaster.opts"), "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

const logFile = (dataDir: string) => `${dataDir}.log`;
const lastLine = (text: string) =>
  text
    .trim()
    .split("\n")
    .filter((line) => /FATAL|ERROR|PANIC|error|could not/.test(line))
    .at(-1) ??
  text.trim().split("\n").at(-1) ??
  "";
const lastLogLine = (dataDir: string) =>
  existsSync(logFile(dataDir)) ? lastLine(readFileSync(logFile(dataDir), "utf8").slice(-4_000)) : "no log";
