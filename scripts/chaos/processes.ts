import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { childEnv } from "#lib/env.ts";
import type { DieAt } from "../../inngest/worker.chaos.ts";

const root = join(import.meta.dirname, "../..");

function launch(
  args: string[],
  env: Record<string, string | undefined> = {},
): { child: ChildProcess; said: () => string; ended: Promise<number> } {
  const child = spawn(process.execPath, args, { cwd: root, env: childEnv(env), stdio: ["ignore", "pipe", "pipe", "ipc"] });
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

const againAfterMs = 250;

/** Keeps one worker up, as the supervisor does: whatever ends is started again, and may be told where to die. */
export function keepWorker({ env }: { env: Record<string, string> }) {
  let then: DieAt[] = [];
  const start = () => launch(["inngest/worker.chaos.ts", JSON.stringify(then.shift() ?? null)], env);
  let now = start();
  let ready = readyOf(now);
  let stopping = false;
  const deaths: number[] = [];
  const told: string[] = [];
  let passed = new Map<string, number>();
  const running = (async () => {
    for (;;) {
      now.child.on("message", (message: { passed?: string }) => {
        if (message.passed !== undefined) passed.set(message.passed, (passed.get(message.passed) ?? 0) + 1);
      });
      deaths.push(await now.ended);
      if (stopping) return;
      if (now.child.signalCode !== "SIGKILL")
        told.push(`the worker ended with ${now.child.exitCode ?? now.child.signalCode}: ${now.said().slice(-2_000)}`);
      await new Promise((done) => setTimeout(done, againAfterMs));
      now = start();
      ready = readyOf(now);
    }
  })();
  return {
    deaths,
    /** What ended a worker that nobody killed. */
    told,
    ready: () => ready,
    said: () => now.said(),
    /** From now on moments are counted towards the first death; the others are those of the workers that follow. */
    async arm([dieAt, ...after]: [DieAt, ...DieAt[]]): Promise<void> {
      then = after;
      const armed = answerOf(now, "armed");
      now.child.send({ dieAt });
      await armed;
    },
    count(): Map<string, number> {
      passed = new Map();
      return passed;
    },
    kill(): void {
      now.child.kill("SIGKILL");
    },
    async stop(): Promise<void> {
      stopping = true;
      now.child.kill("SIGTERM");
      await running;
    },
  };
}

const readyOf = (launched: ReturnType<typeof launch>) => answerOf(launched, "ready");

/** Resolves when the process says this, or ends. */
async function answerOf({ child, ended }: ReturnType<typeof launch>, word: string): Promise<void> {
  const said = Promise.withResolvers<void>();
  const hear = (message: unknown) => message === word && said.resolve();
  child.on("message", hear);
  await Promise.race([said.promise, ended]);
  child.off("message", hear);
}

export type KeptWorker = ReturnType<typeof keepWorker>;
