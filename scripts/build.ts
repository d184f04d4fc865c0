import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnv } from "#lib/env.ts";
import { takeLock } from "./lock-file.ts";
import { runMain } from "./run-main.ts";

const root = join(import.meta.dirname, "..");
const parentWatch = join(import.meta.dirname, "parent-watch.mjs");
const builds = join(root, ".cache", "builds");
const sources = [
  "app",
  "components",
  "lib",
  "inngest",
  "public",
  "prisma/schema.prisma",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

/** The folder of a finished build of the present sources, relative to the checkout; built when there is none. */
export async function ensureBuilt(say: (line: string) => void, signal?: AbortSignal): Promise<string> {
  const name = hashOfSources();
  const folder = join(builds, name);
  const done = join(folder, "FERMATA_DONE");
  const lock = await whenFree(`${folder}.lock`, () => existsSync(done));
  try {
    if (!existsSync(done)) {
      say("building the web app (once for each change, about half a minute)");
      const began = Date.now();
      await nextBuild(relative(root, folder), signal);
      writeFileSync(done, "");
      say(`built in ${Math.round((Date.now() - began) / 1_000)} s`);
    }
    utimesSync(folder, new Date(), new Date());
    prune();
  } finally {
    lock?.release();
  }
  return relative(root, folder);
}

async function whenFree(path: string, needless: () => boolean) {
  for (;;) {
    const lock = takeLock(path);
    if (lock.ok) return lock;
    if (needless()) return undefined;
    await sleep(500);
  }
}

function hashOfSources(): string {
  const hash = createHash("sha256").update(process.version);
  for (const source of sources)
    for (const file of filesOf(join(root, source))) hash.update(`\n${relative(root, file)}\n`).update(readFileSync(file));
  return hash.digest("hex").slice(0, 12);
}

function filesOf(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isFile()) return /\.test\.tsx?$/.test(path) ? [] : [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

function nextBuild(distDir: string, signal: AbortSignal | undefined): Promise<void> {
  mkdirSync(builds, { recursive: true });
  const env = childEnv({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", FERMATA_BUILD: distDir });
  const child = spawn(process.execPath, ["--import", parentWatch, join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    signal,
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data: Buffer) => said.push(data));
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => (code === 0 ? done() : failed(new Error(`the build failed:\n${Buffer.concat(said).toString().trim()}`))));
  });
}

/** The newest few stay; a running server's was touched when it started, and is never an hour behind three newer ones in practice. */
function prune(): void {
  const byAge = readdirSync(builds)
    .filter((name) => statSync(join(builds, name)).isDirectory())
    .map((name) => ({ path: join(builds, name), at: statSync(join(builds, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { path, at } of byAge.slice(4)) if (Date.now() - at > 3_600_000) rmSync(path, { recursive: true, force: true });
}

if (import.meta.main)
  runMain(async () => {
    console.log(await ensureBuilt((line) => console.log(line)));
    console.log("1 passed, 0 failed");
  });
