import { once } from "node:events";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { childEnv, type Env, env, isDistributed } from "#lib/env.ts";
import { setUpToken } from "#lib/tenancy/set-up.node.ts";
import { ensureBuilt } from "./build.ts";
import { type Child, keepRunning } from "./child.ts";
import { ensureHome, type Home } from "./home.ts";
import { serveListings } from "./listings-site.ts";
import { type Lock, takeLock } from "./lock-file.ts";
import { migrate } from "./migrate.ts";
import { freePort } from "./postgres.ts";
import { runToEnd } from "./run-to-end.ts";
import { serveArgs, youngSpace } from "./web-args.ts";

export type Supervised = {
  url: string;
  home: Home;
  /** What the children see; for commands that should work on the same data. */
  env: NodeJS.ProcessEnv;
  /** The web server's process of this moment; another after it was started again. */
  webPid: () => number | undefined;
  stop: () => Promise<void>;
};

export type SuperviseOptions = {
  say: (line: string) => void;
  /** Next's development server, which builds as it goes. */
  dev?: boolean;
  env?: Env;
  /** Aborted, it gives up bringing things up, and takes down what it had. */
  signal?: AbortSignal;
};

const usualPort = 3_000;
const listingsPort = 4_173;

/** Brings everything up in order, or takes down what it had brought up. One for each data folder. */
export async function supervise({
  dev = false,
  say,
  env: settings = env(),
  signal = new AbortController().signal,
}: SuperviseOptions): Promise<Supervised> {
  const closing: (() => Promise<void> | void)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      for (const close of closing.reverse()) await close();
    })();
    return stopped;
  };
  try {
    const lock = own(resolve(settings.FERMATA_HOME));
    closing.push(lock.release);
    const port = await choosePort(settings.PORT);
    const url = `http://127.0.0.1:${port}`;
    lock.write(url);

    const home = await ensureHome(settings, { say, restart: true });
    closing.push(home.leave);
    const { applied } = await migrate(home.ownerUrl, { secret: home.secret });
    if (applied.length > 0) say(`database migrated: ${applied.length} applied`);

    const listings = await serveListings({ port: await freePort(listingsPort) });
    closing.push(listings.close);
    const given = {
      NODE_ENV: dev ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: home.ownerUrl,
      NEXTAUTH_SECRET: home.secret,
      NEXTAUTH_URL: settings.NEXTAUTH_URL ?? url,
      FERMATA_HOME: home.folder,
      FERMATA_LISTINGS_URL: listings.url,
      FERMATA_EGRESS_ALLOW: [...settings.FERMATA_EGRESS_ALLOW, new URL(listings.url).host].join(","),
      PORT: String(port),
    };
    signal.throwIfAborted();
    if (settings.FERMATA_DEMO === "on") await seed({ home, env: childEnv(given), say, signal });

    const all = childEnv({ ...given, ...(!dev && { FERMATA_BUILD: await ensureBuilt(say, signal) }) });
    const children = start({ settings, dev, port, url, home, env: all, say });
    closing.push(async () => {
      await Promise.all(children.map((child) => child.stop()));
    });
    await Promise.race([Promise.all(children.map((child) => child.ready)), aborted(signal)]);
    if (await hasNobody(home.ownerUrl)) say(`nobody has an account yet: ${given.NEXTAUTH_URL}/set-up#${setUpToken(home.secret)}`);
    return { url, home, env: all, webPid: () => children[0]?.pid(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function own(folder: string): Extract<Lock, { ok: true }> {
  const lock = takeLock(join(folder, "supervisor.lock"));
  if (lock.ok) return lock;
  const { pid, note } = lock.holder;
  throw new Error(`already running in ${folder}${note ? ` at ${note}` : ""} (process ${pid}): stop it first, or set another FERMATA_HOME`);
}

async function choosePort(wanted: number | undefined): Promise<number> {
  const port = await freePort(wanted ?? usualPort);
  if (wanted !== undefined && port !== wanted) throw new Error(`port ${wanted} is taken: stop what uses it, or set another PORT`);
  return port;
}

type Seed = { home: Home; env: NodeJS.ProcessEnv; say: (line: string) => void; signal: AbortSignal };

async function seed({ home, env: environment, say, signal }: Seed): Promise<void> {
  const client = new pg.Client({ connectionString: home.ownerUrl });
  await client.connect();
  const { rowCount } = await client.query("select 1 from workspaces where id = 'demo'").finally(() => client.end());
  if (rowCount) return;
  say("filling the demo workspace");
  const told = await runToEnd("the demo workspace", ["prisma/seed.ts"], environment, signal);
  if (told.trim()) say(told.trim());
}

async function hasNobody(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rowCount } = await client.query("select 1 from users limit 1").finally(() => client.end());
  return rowCount === 0;
}

type Start = { settings: Env; dev: boolean; port: number; url: string; home: Home; env: NodeJS.ProcessEnv; say: (line: string) => void };

function start({ settings, dev, port, url, home, env: environment, say }: Start): Child[] {
  const log = (name: string) => (dev ? {} : { log: join(home.folder, "logs", `${name}.log`) });
  const host = "127.0.0.1";
  const develop = [youngSpace, "node_modules/next/dist/bin/next", "dev", "-H", host, "-p", String(port)];
  const web = keepRunning(
    {
      name: "web",
      args: dev ? develop : serveArgs(host, port),
      env: environment,
      ...log("web"),
      isReady: (child) => answers(`${url}/api/health`, () => child.exitCode !== null || child.signalCode !== null),
    },
    say,
  );
  if (isDistributed(settings)) return [web];
  return [web, keepRunning({ name: "worker", args: [youngSpace, "inngest/worker.ts"], env: environment, ...log("worker") }, say)];
}

async function answers(url: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`${url} ended before it answered`);
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, failed) => {
    if (signal.aborted) failed(signal.reason);
    signal.addEventListener("abort", () => failed(signal.reason), { once: true });
  });

/** Aborted when this process is told to end: by a signal, or by the death of the parent, which npm does not pass on. */
export function untilTold(): AbortSignal {
  const told = new AbortController();
  const parent = process.ppid;
  const tell = () => told.abort(new Error("stopped"));
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, tell);
  setInterval(() => process.ppid !== parent && tell(), 1_000).unref();
  return told.signal;
}

/** Brings everything up and serves until it is told to end. */
export async function serve(options: { dev?: boolean }): Promise<void> {
  const signal = untilTold();
  try {
    const { url, stop } = await supervise({ ...options, signal, say: (line) => console.log(line) });
    console.log(`ready ${url}`);
    if (!signal.aborted) await once(signal, "abort");
    await stop();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
