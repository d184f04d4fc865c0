import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export type ChildSpec = {
  name: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Where its output goes; without it, to this terminal. */
  log?: string;
  /** Resolves when it does its work; by default when it sends "ready". */
  isReady?: (child: ChildProcess) => Promise<void>;
};

export type Child = {
  /** Rejects when it cannot be brought up. */
  ready: Promise<void>;
  pid: () => number | undefined;
  stop: () => Promise<void>;
};

const root = join(import.meta.dirname, "..");
const parentWatch = join(import.meta.dirname, "parent-watch.mjs");
const stopWithinMs = 4_000;
const firstTries = 3;

/** Starts again what ends by itself, each time after twice the wait, from 0.25 s to 30 s. */
export function keepRunning(spec: ChildSpec, say: (line: string) => void): Child {
  let stopping = false;
  let child: ChildProcess | undefined;
  let wasReady = false;
  const ready = Promise.withResolvers<void>();
  const halt = new AbortController();

  const running = (async () => {
    for (let waitMs = 250, tries = 1; !stopping; tries++) {
      const began = Date.now();
      child = launch(spec);
      const ended = new Promise<string>((done) => {
        child?.on("exit", (code, signal) => done(signal ?? `exit code ${code}`));
        child?.on("error", (error) => done(error.message));
      });
      void (spec.isReady ?? sendsReady)(child).then(
        () => {
          wasReady = true;
          ready.resolve();
        },
        () => {}, // it ended first, which the loop sees
      );
      const how = await ended;
      if (stopping) return;
      if (!wasReady && tries === firstTries) return ready.reject(new Error(`${spec.name} does not start (${how})${lastWords(spec.log)}`));
      if (Date.now() - began > 10_000) waitMs = 250;
      say(`${spec.name} ended (${how}), starting it again in ${waitMs / 1_000} s`);
      await sleep(waitMs, undefined, { signal: halt.signal }).catch(() => {});
      waitMs = Math.min(waitMs * 2, 30_000);
    }
  })();

  return {
    ready: ready.promise,
    pid: () => child?.pid,
    stop: async () => {
      stopping = true;
      halt.abort();
      child?.kill("SIGTERM");
      const killing = setTimeout(() => child?.kill("SIGKILL"), stopWithinMs);
      await running.finally(() => clearTimeout(killing));
    },
  };
}

function launch({ args, env, log }: ChildSpec): ChildProcess {
  const out = log ? openLog(log) : "inherit";
  // A group of its own: Ctrl-C in the terminal is for the supervisor, which stops its children in order.
  const detached = process.platform !== "win32";
  const child = spawn(process.execPath, ["--import", parentWatch, ...args], {
    detached,
    cwd: root,
    env,
    stdio: ["ignore", out, out, "ipc"],
  });
  if (typeof out === "number") closeSync(out);
  return child;
}

function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 20_000_000) truncateSync(path);
  return openSync(path, "a", 0o600);
}

function sendsReady(child: ChildProcess): Promise<void> {
  return new Promise((done, failed) => {
    child.on("message", (message) => message === "ready" && done());
    child.once("exit", () => failed(new Error("ended")));
  });
}

function lastWords(log: string | undefined): string {
  if (!log) return "";
  const lines = readFileSync(log, "utf8").slice(-8_000).trim().split("\n").slice(-12);
  return `, its log ${log} ends:\n${lines.join("\n")}`;
}
