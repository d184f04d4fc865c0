import { setTimeout as sleep } from "node:timers/promises";
import { appPool } from "#lib/db.ts";
import { type RateLimiter, rateLimiter, type TakeTokens } from "./rate-limiter.ts";

const text = "select granted, remaining, wait_seconds from take_tokens($1, $2, $3, $4, $5)";

const take: TakeTokens = async (workspaceId, bucket, { quota, windowSeconds }, most) => {
  const values = [workspaceId, bucket, quota, quota / windowSeconds, most];
  const { rows } = await appPool().query<{ granted: number; remaining: number; wait_seconds: number }>({
    name: "take-tokens",
    text,
    values,
  });
  const [row] = rows;
  if (!row) throw new Error("take_tokens gave no row");
  return { granted: row.granted, remaining: row.remaining, waitSeconds: row.wait_seconds };
};

/** The buckets of all processes on one database. */
export const postgresRateLimiter = (): RateLimiter =>
  rateLimiter({ take, now: () => performance.now(), sleep: (ms, signal) => sleep(ms, undefined, { signal }) });
