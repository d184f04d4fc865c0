import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Postgres, type PostgresOptions, startPostgres } from "./postgres.ts";

export type SharedPostgres = {
  postgres: Postgres;
  /** Of the maintenance database; open for as long as this process uses the server. */
  client: pg.Client;
  /** Called when the server goes away although nobody here left it. */
  onLost: (listener: () => void) => void;
  /** The last to leave stops the server, after doing what is asked. */
  leave: (asLast?: () => Promise<void>) => Promise<void>;
};

const inUse = 4_610_301; // advisory lock of the maintenance database, held shared by every user of the server

/** The folder's server, started by whoever comes first and stopped by whoever leaves last, in whatever order they die. */
export async function joinPostgres(options: PostgresOptions): Promise<SharedPostgres> {
  const { postgres, client } = await enter(options);
  let left = false;
  const listeners: (() => void)[] = [];
  client.on("end", () => {
    if (!left) for (const listener of listeners) listener();
  });
  return {
    postgres,
    client,
    onLost: (listener) => listeners.push(listener),
    leave: async (asLast) => {
      if (left) return;
      left = true;
      try {
        await client.query("select pg_advisory_unlock_shared($1)", [inUse]);
        const { rows } = await client.query<{ last: boolean }>("select pg_try_advisory_lock($1) as last", [inUse]);
        if (!rows[0]?.last) return;
        await asLast?.();
        await postgres.stop();
      } catch (error) {
        if (!isGone(error)) throw error;
      } finally {
        await client.end().catch(() => {});
      }
    },
  };
}

/** Between finding the server and saying that it is in use, the last one before us may have stopped it. */
async function enter(options: PostgresOptions): Promise<{ postgres: Postgres; client: pg.Client }> {
  for (let attempt = 1; ; attempt++) {
    const postgres = await startPostgres(options);
    const client = new pg.Client({ connectionString: postgres.url(), application_name: "fermata home", keepAlive: true });
    client.on("error", () => {}); // followed by "end"
    try {
      await client.connect();
      const { rows } = await client.query<{ free: boolean }>("select pg_try_advisory_lock_shared($1) as free", [inUse]);
      if (rows[0]?.free) return { postgres, client };
    } catch (error) {
      if (attempt >= 20 || !isGone(error)) throw error;
    }
    await client.end().catch(() => {});
    await sleep(250);
  }
}

/** The connection or the server ended under us: 57P01 and its like, or the socket closed. */
function isGone(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return /^(57P|08|ECONN|EPIPE)/.test(code) || /terminated|not queryable|Connection ended/i.test(message);
}
