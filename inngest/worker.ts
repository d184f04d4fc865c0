import { serve } from "inngest/edge";
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
    pool: runtime().executorPool(),
    handler: serve({ client: inngest, functions }),
    concurrency: env().FERMATA_WORKER_CONCURRENCY,
    onError: (error, about) => log.error({ err: error, ...about }, "executor"),
  });
  inProcess.answerWith(executor.fetch);
  const { relay, gateClock, stops, hear, sendWith, awaitDatabase } = runtime();
  sendWith(dispatchTo(executor));
  await awaitDatabase();
  await executor.ready();
  relay.start();
  gateClock.start();
  const stopHearing = hear(stops.news);
  process.send?.("ready");

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await relay.stop();
    await gateClock.stop();
    await executor.stop({ drainMs: 3_000 });
    await stopHearing();
    await runtime().close();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
  process.on("disconnect", () => void stop());
}

await main();
