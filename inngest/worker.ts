import { serve } from "inngest/edge";
import pg from "pg";
import { closePools, executorPool, roleUrl } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { log } from "#lib/observability/log.pino.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest, inProcess } from "./client.ts";
import { dispatchTo } from "./dispatch.ts";
import { createExecutor } from "./embedded/executor.ts";
import { functions } from "./functions.ts";

/** The worker of the embedded form: the executor, the relay of the outbox, and ears for executions that stop. */
async function main(): Promise<void> {
  const executor = createExecutor({
    pool: executorPool(),
    handler: serve({ client: inngest, functions }),
    concurrency: env().FERMATA_WORKER_CONCURRENCY,
    onError: (error, about) => log.error({ err: error, ...about }, "executor"),
  });
  inProcess.answerWith(executor.fetch);
  const { relay, stops, sendWith } = runtime();
  sendWith(dispatchTo(executor));
  await executor.ready();
  relay.start();
  await relay.sweep();
  const ears = await listenForStops(stops.news);
  process.send?.("ready");

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await relay.stop();
    await executor.stop({ drainMs: 3_000 });
    await ears.end().catch(() => {});
    await runtime().close();
    await closePools();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
  process.on("disconnect", () => void stop());
}

async function listenForStops(news: (ids: string[]) => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: roleUrl("app"), application_name: "fermata worker ears", keepAlive: true });
  // Without ears the look of every second still aborts what stops.
  client.on("error", (error) => log.warn({ err: error }, "the worker hears no news"));
  client.on("notification", ({ payload = "" }) => news(payload.split(" ")));
  await client.connect();
  await client.query("listen fermata_log");
  return client;
}

await main();
