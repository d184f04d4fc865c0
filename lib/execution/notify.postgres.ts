import type pg from "pg";

/** What streams and workers listen on; the payload is a list of execution ids. */
const channel = "fermata_log";
const everyMs = 5;
/** Postgres takes 8,000 bytes; an id has some 40. */
const idsAtOnce = 150;

/**
 * Tells all processes which executions have news. After the commit, and together for all appends of 5 ms:
 * a NOTIFY inside a transaction serialises every commit of the database.
 */
export function createNotifier({ pool, failed }: { pool: pg.Pool; failed: (error: unknown) => void }) {
  let news = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  async function tell(): Promise<void> {
    timer = undefined;
    const ids = [...news];
    news = new Set();
    for (let from = 0; from < ids.length; from += idsAtOnce) {
      await pool.query({
        name: "notify",
        text: "select pg_notify($1, $2)",
        values: [channel, ids.slice(from, from + idsAtOnce).join(" ")],
      });
    }
  }

  return {
    push(executionId: string): void {
      news.add(executionId);
      timer ??= setTimeout(() => void tell().catch(failed), everyMs);
    },
    async flush(): Promise<void> {
      clearTimeout(timer);
      await tell().catch(failed);
    },
  };
}
