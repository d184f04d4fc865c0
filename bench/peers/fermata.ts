import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Inngest } from "inngest";
import { serve } from "inngest/edge";
import pg from "pg";
import { createExecutor } from "../../inngest/embedded/executor.ts";
import { createInProcessFetch } from "../../inngest/embedded/in-process-fetch.ts";
import type { Engine, Place } from "./engine.ts";
import { runDag, type Shape } from "./shapes.ts";

const silent = { info() {}, warn() {}, error() {}, debug() {} };

/** The embedded executor with functions of the SDK, as the worker sets it up. */
export async function openFermata(
  { databaseUrl, body }: Pick<Place, "databaseUrl" | "body">,
  { keepMs }: { keepMs?: number } = {},
): Promise<Engine> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  const wire = createInProcessFetch();
  const inngest = new Inngest({
    id: "bench",
    isDev: true,
    baseUrl: "http://executor.invalid",
    fetch: wire.fetch,
    logger: silent,
    checkpointing: { maxRuntime: 0 },
  });
  const returned = new Map<string, () => void>();
  const ended = createEnds(pool);
  const play = inngest.createFunction({ id: "play", retries: 0, triggers: [{ event: "bench/play" }] }, async ({ event, step, group }) => {
    const { shape, key } = event.data as { shape: Shape; key: string };
    // Without it the SDK asks what follows when all that runs side by side is done.
    if (shape.kind === "dag") await group.parallel({ mode: "race" }, () => runDag(({ name, ms }) => step.run(name, () => body(ms))));
    else if (shape.kind === "fan")
      await Promise.all(Array.from({ length: shape.width }, (_, index) => step.run(`s${index}`, () => body(shape.stepMs))));
    else for (let index = 0; index < shape.steps; index++) await step.run(`s${index}`, () => body(shape.stepMs, shape.resultBytes));
    returned.get(key)?.();
  });
  const executor = createExecutor({
    pool,
    handler: serve({ client: inngest, functions: [play] }),
    maxSteps: 10_000,
    ...(keepMs !== undefined && { keepMs }),
  });
  wire.answerWith(executor.fetch);
  await executor.ready();
  return {
    async run(shape) {
      const key = randomUUID();
      const functionReturned = new Promise<void>((done) => returned.set(key, done));
      const { ids } = await executor.send([{ name: "bench/play", data: { shape, key } }]);
      await functionReturned;
      returned.delete(key);
      await ended(ids[0] ?? "");
    },
    async close() {
      await executor.stop({ drainMs: 1_000 });
      await pool.end();
    },
  };
}

/** The function has returned; its caller has the result when the run's end is in the database. All callers ask together. */
function createEnds(pool: pg.Pool): (event: string) => Promise<void> {
  const text = "select cause, status from executor.run where cause = any ($1) and ended_at is not null";
  const waiting = new Map<string, { done(): void; failed(error: unknown): void }>();
  const ask = async () => {
    while (waiting.size > 0) {
      const { rows } = await pool.query<{ cause: string; status: string }>({ name: "ends", text, values: [[...waiting.keys()]] });
      for (const { cause, status } of rows) {
        if (status === "completed") waiting.get(cause)?.done();
        else waiting.get(cause)?.failed(new Error(`the run ended as ${status}`));
        waiting.delete(cause);
      }
      if (waiting.size > 0) await sleep(1);
    }
  };
  return (event) =>
    new Promise((done, failed) => {
      waiting.set(event, { done, failed });
      if (waiting.size === 1)
        ask().catch((error) => {
          for (const one of waiting.values()) one.failed(error);
          waiting.clear();
        });
    });
}
