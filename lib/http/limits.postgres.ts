import { env } from "#lib/env.ts";
import type { RateLimiter, Spent } from "#lib/safety/rate-limiter.ts";
import { postgresRateLimiter } from "#lib/safety/rate-limits.postgres.ts";
import type { Access } from "#lib/tenancy/access.ts";
import { callerOf, limitsOf } from "./limits.ts";

// On globalThis, since Next loads a module once for each of its bundles: one purse a process.
const kept = globalThis as typeof globalThis & { fermataLimits?: RateLimiter };

/** Takes one request from what the caller and its workspace may ask for. */
export async function spendRequest(access: Access): Promise<Spent[]> {
  kept.fermataLimits ??= postgresRateLimiter();
  const limits = limitsOf(env().FERMATA_API_PER_MINUTE);
  return Promise.all([
    kept.fermataLimits.spend(access.workspace.id, callerOf(access), limits.caller),
    kept.fermataLimits.spend(access.workspace.id, "", limits.workspace),
  ]);
}
