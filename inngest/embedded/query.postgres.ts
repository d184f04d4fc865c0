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
        return (await pool.query<Row>({ name: `executor ${name}`, text, values })).rows;
      } catch (error) {
        if (!isWorthAnotherTry(error) || performance.now() - since > lostForMs || pool.ending) throw error;
        await new Promise((done) => setTimeout(done, wait));
      }
    }
  };
}

function isWorthAnotherTry(error: unknown): boolean {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  return racedCodes.includes(code) || goneCodes.includes(code) || gone.test(message);
}
