import { randomUUID } from "node:crypto";
import { type Engine, type Place, peer } from "./engine.ts";
import { chained, type Link, type Next } from "./links.ts";

type Work = { batchSize: number; localConcurrency: number; pollingIntervalSeconds: number; burstWhenBatchFull: boolean };
type Boss = {
  on(event: "error", hear: (error: Error) => void): void;
  start(): Promise<unknown>;
  createQueue(name: string, options: { notify: boolean }): Promise<void>;
  work(name: string, options: Work, handler: (jobs: { data: Link }[]) => Promise<void>): Promise<string>;
  send(name: string, data: Link): Promise<unknown>;
  stop(options: { graceful: boolean }): Promise<void>;
};
type Api = { PgBoss: new (options: { connectionString: string; useListenNotify: boolean; max: number }) => Boss };

/** A queue, not a workflow engine: each job sends the next one, and the last tells whoever waits in this process. */
export async function openPgBoss({ databaseUrl, body }: Place): Promise<Engine> {
  const { PgBoss } = await peer<Api>("pg-boss");
  const boss = new PgBoss({ connectionString: databaseUrl, useListenNotify: true, max: 10 });
  boss.on("error", (error) => console.error(error));
  await boss.start();
  await boss.createQueue("step", { notify: true });
  const links = chained(body);
  const add: Next = (link) => boss.send("step", link);
  await boss.work("step", { batchSize: 50, localConcurrency: 2, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true }, async (jobs) => {
    await Promise.all(jobs.map(({ data }) => links.act(data, add)));
  });
  return { run: (shape) => links.run(randomUUID(), shape, add), close: () => boss.stop({ graceful: false }) };
}
