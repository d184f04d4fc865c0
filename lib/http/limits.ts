import type { RatePolicy, Spent } from "#lib/safety/rate-limiter.ts";
import type { Access } from "#lib/tenancy/access.ts";

/** What may be asked for in a minute: by one key or person, and by their whole workspace. */
export type Limits = { caller: RatePolicy; workspace: RatePolicy };

export const limitsOf = (perMinute: number): Limits => ({
  caller: { name: "caller", quota: perMinute, windowSeconds: 60 },
  workspace: { name: "workspace", quota: 4 * perMinute, windowSeconds: 60 },
});

/** Whose bucket a request takes from. A person has one in each workspace. */
export const callerOf = ({ actor }: Access): string => `${actor.kind} ${actor.id}`;

/** The limit that is reached first: the one refused, else the one with the smallest part left. */
export function tightest(spent: readonly Spent[]): Spent | undefined {
  const left = ({ remaining, policy }: Spent) => remaining / policy.quota;
  return spent.find(({ allowed }) => !allowed) ?? [...spent].sort((a, b) => left(a) - left(b))[0];
}

/** `RateLimit` and `RateLimit-Policy` as draft-ietf-httpapi-ratelimit-headers-10 writes them; `t` is the time until the bucket is full again. */
export function limitHeaders(spent: readonly Spent[]): Record<string, string> {
  const first = tightest(spent);
  if (!first) return {};
  const { policy, remaining, allowed, retryAfterSeconds } = first;
  const full = Math.ceil(((policy.quota - remaining) * policy.windowSeconds) / policy.quota);
  return {
    "ratelimit-policy": spent.map(({ policy: { name, quota, windowSeconds } }) => `"${name}";q=${quota};w=${windowSeconds}`).join(", "),
    ratelimit: `"${policy.name}";r=${remaining};t=${allowed ? full : retryAfterSeconds}`,
    ...(!allowed && { "retry-after": String(retryAfterSeconds) }),
  };
}
