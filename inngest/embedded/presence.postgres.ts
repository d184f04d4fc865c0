import pg from "pg";

export const channel = "fermata_executor";
const lockSpace = 7304;

export type Presence = { id: number; close(): Promise<void> };

/** The one session that a worker keeps open: it listens for wake-ups, and holds the advisory lock that says that the
 *  worker lives. When the process dies Postgres drops both, and what the worker held is free. */
export async function openPresence(
  pool: pg.Pool,
  on: { wake(news: string): void; log(message: string, error: unknown): void },
): Promise<Presence> {
  let closed = false;
  let client = await connect(pool);
  const { rows } = await client.query<{ id: number }>("select nextval('executor.worker_id')::int as id");
  const id = rows[0]?.id ?? 0;

  async function settle(): Promise<void> {
    client.on("notification", ({ payload }) => on.wake(payload ?? ""));
    client.on("error", (error) => void reopen(error));
    client.on("end", () => void reopen(undefined));
    await client.query(`listen ${channel}`);
    await hold(client);
  }

  // Right after a cut the old session may still have the lock. It then says the same: this worker lives.
  async function hold(session: pg.Client): Promise<void> {
    const { rows } = await session.query<{ held: boolean }>("select pg_try_advisory_lock($1, $2) as held", [lockSpace, id]);
    if (rows[0]?.held || closed || session !== client) return;
    setTimeout(() => void hold(session).catch(() => {}), 500).unref();
  }

  let reopening = false;
  async function reopen(cause: unknown): Promise<void> {
    if (closed || reopening) return;
    reopening = true;
    on.log("the listening session was lost", cause);
    client.removeAllListeners();
    client.on("error", () => {});
    void client.end().catch(() => {});
    for (let wait = 20; !closed; wait = Math.min(wait * 2, 1_000)) {
      try {
        client = await connect(pool);
        await settle();
        break;
      } catch {
        void client.end().catch(() => {});
        await new Promise((done) => setTimeout(done, wait));
      }
    }
    reopening = false;
    if (closed) await client.end().catch(() => {});
    else on.wake("");
  }

  await settle();
  return {
    id,
    async close() {
      closed = true;
      client.removeAllListeners();
      client.on("error", () => {});
      await client.end().catch(() => {});
    },
  };
}

async function connect(pool: pg.Pool): Promise<pg.Client> {
  const client = new pg.Client({ ...pool.options, keepAlive: true });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  return client;
}
