import type pg from "pg";

export type Query = <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) => Promise<Row[]>;

const lostForMs = 30_000;
const gone = /terminat|ECONNRE|ETIMEDOUT|EPIPE|not queryable|Connection ended|timeout exceeded when trying to connect/i;
const goneCodes = ["57P01", "57P02", "57P03", "08000", "08003", "08006", "53300", "ECONNREFUSED", "ECONNRESET"];
const racedCodes = ["40P01", "40001"];

/** Prepared statements over the pool. A statement is sent again when it lost a race, or while the database is away:
 *  each of ours may safely be applied twice. */
export function createQuery(pool: pg.Pool): Query {
  return async <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) => {
    const since = performance.now();
    for (let wait = 10; ; wait = Math.min(wait * 2, 500)) {
      try {
        const client = await preparedClient(pool);
        let broken = false;
        try {
          return (await client.query<Row>({ name: `executor ${name}`, text, values })).rows;
        } catch (error) {
          broken = isLost(error);
          throw error;
        } finally {
          client.release(broken);
        }
      } catch (error) {
        if (!(isRaced(error) || isLost(error)) || performance.now() - since > lostForMs || pool.ending) throw error;
        await new Promise((done) => setTimeout(done, wait));
      }
    }
  };
}

/** Every lookup of the journal is by key into tables that are empty when a plan is made and large when it is used, so
 *  the planner gets no chance to prefer a scan. The settings are the session's, which costs the statements nothing. */
const settings =
  "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off; set plan_cache_mode = force_generic_plan";
const prepared = new WeakSet<pg.PoolClient>();

async function preparedClient(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  if (!prepared.has(client)) {
    // While it is out of the pool nobody else listens, and an error that no query is there to take would end the process.
    client.on("error", () => {});
    try {
      await client.query(settings);
    } catch (error) {
      client.release(true);
      throw error;
    }
    prepared.add(client);
  }
  return client;
}

const isRaced = (error: unknown): boolean => racedCodes.includes((error as { code?: string }).code ?? "");

function isLost(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return goneCodes.includes(code) || gone.test(message);
}
