import { randomUUID } from "node:crypto";
import { type Engine, type Place, peer } from "./engine.ts";
import { chained, type Link, type Next } from "./links.ts";

type AddJob = (task: string, payload: Link) => Promise<unknown>;
type Options = {
  connectionString: string;
  concurrency: number;
  taskList: { step: (payload: Link, helpers: { addJob: AddJob }) => Promise<void> };
  preset: object;
  noHandleSignals: boolean;
  logger: unknown;
};
type Api = {
  run(options: Options): Promise<{ stop(): Promise<void>; addJob: AddJob }>;
  runMigrations(options: { connectionString: string; logger: unknown }): Promise<void>;
  Logger: new (factory: () => () => void) => unknown;
};

/** A queue, not a workflow engine: each job adds the next one, and the last tells whoever waits in this process. */
export async function openGraphile({ databaseUrl, body }: Place): Promise<Engine> {
  const { run, runMigrations, Logger } = await peer<Api>("graphile-worker");
  const logger = new Logger(() => () => {});
  await runMigrations({ connectionString: databaseUrl, logger });
  const links = chained(body);
  const runner = await run({
    connectionString: databaseUrl,
    concurrency: 100,
    logger,
    noHandleSignals: true,
    preset: { worker: { localQueue: { size: 200 }, completeJobBatchDelay: 0, failJobBatchDelay: 0, maxPoolSize: 10 } },
    taskList: { step: (link, { addJob }) => links.act(link, (next) => addJob("step", next)) },
  });
  const add: Next = (link) => runner.addJob("step", link);
  return { run: (shape) => links.run(randomUUID(), shape, add), close: () => runner.stop() };
}
