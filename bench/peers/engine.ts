import type { Shape } from "./shapes.ts";

/** Where an engine works: a database of its own on a server with fsync, a folder of its own, and free ports. */
export type Place = { databaseUrl: string; folder: string; freePort(): Promise<number>; body: Body };

/** The body of a step: notes when it began and ended, and gives back as many bytes as the workload says. */
export type Body = (stepMs: number, resultBytes?: number) => Promise<string>;

export type Engine = {
  /** Runs one workflow and resolves when its caller has the result in hand. */
  run(shape: Shape): Promise<void>;
  close(): Promise<void>;
  /** Processes beside the player and Postgres whose CPU counts. */
  pids?: number[];
};

export type Open = (place: Place) => Promise<Engine>;

/** Imports a package from the folder that the peers are installed in; `Api` says what is used of it. */
export async function peer<Api>(name: string): Promise<Api> {
  return (await import(import.meta.resolve(name, `file://${process.cwd()}/package.json`))) as Api;
}
