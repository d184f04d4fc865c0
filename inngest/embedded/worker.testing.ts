import { appendFileSync } from "node:fs";
import { Inngest } from "inngest";
import { serve } from "inngest/edge";
import pg from "pg";
import { createExecutor } from "./executor.ts";
import { createInProcessFetch } from "./in-process-fetch.ts";

/** A worker of its own process, for the tests that kill or freeze one. Every step body leaves a line in the sink. */
export type WorkerOptions = {
  url: string;
  sink: string;
  leaseMs: number;
  killIn?: { step: string; when: "before" | "after" };
  stepMs?: number;
};

const { url, sink, leaseMs, killIn, stepMs = 0 } = JSON.parse(process.argv[2] ?? "") as WorkerOptions;
const pool = new pg.Pool({ connectionString: url, max: 5 });
pool.on("error", () => {});
const wire = createInProcessFetch();
const inngest = new Inngest({
  id: "lab",
  isDev: true,
  baseUrl: "http://executor.invalid",
  fetch: wire.fetch,
  checkpointing: { maxRuntime: 0 },
});

async function body(run: string, step: string): Promise<string> {
  if (killIn?.step === step && killIn.when === "before") process.kill(process.pid, "SIGKILL");
  if (stepMs > 0) await new Promise((done) => setTimeout(done, stepMs));
  appendFileSync(sink, `${run} ${step} ${process.pid}\n`);
  if (killIn?.step === step && killIn.when === "after") process.kill(process.pid, "SIGKILL");
  return step;
}

const chain = inngest.createFunction({ id: "chain", triggers: [{ event: "lab/chain" }] }, async ({ step, event }) => {
  const run = event.data.run as string;
  const done: string[] = [];
  for (let i = 0; i < 20; i++) done.push(await step.run(`s${i}`, () => body(run, `s${i}`)));
  return done.length;
});

const shapes = inngest.createFunction({ id: "shapes", triggers: [{ event: "lab/shapes" }] }, async ({ step, event }) => {
  const run = event.data.run as string;
  await step.run("first", () => body(run, "first"));
  await Promise.all([1, 2, 3].map((i) => step.run(`p${i}`, () => body(run, `p${i}`))));
  await step.sleep("nap", "1s");
  await step.sendEvent("call", { name: "lab/reply", data: { run } });
  await step.run("last", () => body(run, "last"));
});

const executor = createExecutor({ pool, leaseMs, handler: serve({ client: inngest, functions: [chain, shapes] }) });
wire.answerWith(executor.fetch);
await executor.ready();
process.stdout.write("ready\n");
