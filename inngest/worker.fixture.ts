import { type ChildProcess, spawn } from "node:child_process";
import { env } from "#lib/env.ts";

export type Worker = { child: ChildProcess; ready: Promise<void>; kill(signal?: NodeJS.Signals): Promise<void>; errors(): string };

/** A real worker process on the test's database. */
export function spawnWorker(more: Record<string, string> = {}): Worker {
  const { DATABASE_URL, NEXTAUTH_SECRET, FERMATA_HOME } = env();
  const child = spawn(process.execPath, ["--conditions=react-server", "inngest/worker.ts"], {
    cwd: `${import.meta.dirname}/..`,
    env: { DATABASE_URL, NEXTAUTH_SECRET, FERMATA_HOME, ...more } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let errors = "";
  child.stderr?.on("data", (chunk) => {
    errors = (errors + String(chunk)).slice(-20_000);
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    child.on("message", (message) => message === "ready" && resolve());
    child.once("exit", (code) => reject(new Error(`the worker ended with ${code}: ${errors}`)));
  });
  ready.catch(() => {});
  return {
    child,
    ready,
    errors: () => errors,
    async kill(signal = "SIGKILL") {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}
