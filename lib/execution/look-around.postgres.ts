import type pg from "pg";
import { type LookDeps, lookAfter } from "./look-after.ts";

/** An execution that is younger is not looked at: most are over by then. */
const youngSeconds = 10;
const atOnce = 500;
const together = 8;

/** Looks at everything that has a step running, in all workspaces. Whoever looks knows ids and nothing else. */
export async function lookAround(
  { pool, ...deps }: LookDeps & { pool: pg.Pool },
  { seconds = youngSeconds } = {},
): Promise<{ looked: number; found: number }> {
  const { rows } = await pool.query<{ workspace_id: string; execution_id: string }>({
    name: "under-way",
    text: "select * from executions_under_way($1, $2)",
    values: [seconds, atOnce],
  });
  let found = 0;
  for (let from = 0; from < rows.length; from += together) {
    const looks = rows
      .slice(from, from + together)
      .map(({ workspace_id: id, execution_id: executionId }) =>
        lookAfter(deps, { scope: { id }, executionId }).catch(() => ({ found: false })),
      );
    for (const look of await Promise.all(looks)) found += Number(look.found);
  }
  return { looked: rows.length, found };
}

const everyMs = 10_000;

/** The looks of the gates while this process lives: where nothing runs anywhere, one statement each. */
export function createGateClock({ look, failed }: { look: () => Promise<unknown>; failed: (error: unknown) => void }) {
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<unknown> | undefined;
  const tick = () => {
    looking ??= look()
      .catch(failed)
      .finally(() => {
        looking = undefined;
      });
  };
  return {
    start(): void {
      timer ??= setInterval(tick, everyMs);
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      timer = undefined;
      await looking;
    },
  };
}
