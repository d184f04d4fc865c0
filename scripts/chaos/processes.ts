import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { childEnv } from "#lib/env.ts";
import type { DieAt } from "../../inngest/worker.chaos.ts";
import { serveArgs } from "../web-args.ts";

const root = join(import.meta.dirname, "../..");
const againAfterMs = 250;

type Environment = Record<string, string | undefined>;
type Launched = { child: ChildProcess; said: () => string; ended: Promise<number> };

function launch(args: string[], env: Environment = {}): Launched {
  // Nothing of a harness that is killed itself stays.
  const child = spawn(process.execPath, ["--import", join(root, "scripts/parent-watch.mjs"), ...args], {
    cwd: root,
    env: childEnv(env),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => {
      said = (said + String(chunk)).slice(-20_000);
    });
  const ended = new Promise<number>((done) => child.once("exit", () => done(performance.now())));
  return { child, said: () => said, ended };
}

/** The far side of every effect. It outlives all kills. */
export async function startSink() {
  const { child, ended } = launch([join(import.meta.dirname, "sink.ts")]);
  const { port } = await new Promise<{ port: number }>((done) => child.once("message", done as (message: unknown) => void));
  return {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}

export type Sink = Awaited<ReturnType<typeof startSink>>;

/** Keeps one process up, as the supervisor does: whatever ends is started again. */
function keepUp({ name, start, isReady }: { name: string; start: () => Launched; isReady: (launched: Launched) => Promise<void> }) {
  let now = start();
  let ready = isReady(now);
  let stopping = false;
  const deaths: number[] = [];
  const told: string[] = [];
  const running = (async () => {
    for (;;) {
      const died = await now.ended;
      const next = Promise.withResolvers<void>();
      ready = next.promise;
      deaths.push(died);
      if (stopping) return;
      const { exitCode, signalCode } = now.child;
      if (signalCode !== "SIGKILL") told.push(`the ${name} ended with ${exitCode ?? signalCode}: ${now.said().slice(-2_000)}`);
      await new Promise((done) => setTimeout(done, againAfterMs));
      now = start();
      next.resolve(isReady(now));
    }
  })();
  return {
    /** When each one died. */
    deaths,
    /** What ended one that nobody killed. */
    told,
    now: () => now,
    ready: () => ready,
    kill: () => void now.child.kill("SIGKILL"),
    async stop(): Promise<void> {
      stopping = true;
      now.child.kill("SIGTERM");
      await running;
    },
  };
}

/** One worker, which may be told where to die. */
export function keepWorker({ env }: { env: Environment }) {
  let then: DieAt[] = [];
  let passed = new Map<string, number>();
  const kept = keepUp({
    name: "worker",
    start() {
      const launched = launch(["inngest/worker.chaos.ts", JSON.stringify(then.shift() ?? null)], env);
      launched.child.on("message", ({ passed: name }: { passed?: string }) => {
        if (name !== undefined) passed.set(name, (passed.get(name) ?? 0) + 1);
      });
      return launched;
    },
    isReady: (launched) => answerOf(launched, "ready"),
  });
  return {
    ...kept,
    /** From now on moments are counted towards the first death; the others are those of the workers that follow. */
    async arm([dieAt, ...after]: [DieAt, ...DieAt[]]): Promise<void> {
      then = after;
      const launched = kept.now();
      const armed = answerOf(launched, "armed");
      launched.child.send({ dieAt });
      await armed;
    },
    /** Every moment that an unarmed worker passes from now on, with how often. */
    count(): Map<string, number> {
      passed = new Map();
      return passed;
    },
  };
}

export type KeptWorker = ReturnType<typeof keepWorker>;

/** The web process, from a build. */
export function keepWeb({ port, env }: { port: number; env: Environment }) {
  const url = `http://127.0.0.1:${port}`;
  const args = serveArgs("127.0.0.1", port);
  const kept = keepUp({
    name: "web",
    start: () => launch(args, { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", PORT: String(port), NEXTAUTH_URL: url }),
    async isReady({ child }) {
      while (child.exitCode === null && child.signalCode === null) {
        const answer = await fetch(`${url}/api/health`).catch(() => undefined);
        await answer?.body?.cancel();
        if (answer?.ok) return;
        await new Promise((done) => setTimeout(done, 50));
      }
    },
  });
  return { ...kept, url };
}

export type KeptWeb = ReturnType<typeof keepWeb>;

/** Resolves when the process says this, or ends. */
async function answerOf({ child, ended }: Launched, word: string): Promise<void> {
  const said = Promise.withResolvers<void>();
  const hear = (message: unknown) => message === word && said.resolve();
  child.on("message", hear);
  await Promise.race([said.promise, ended]);
  child.off("message", hear);
}
