/** So many in a window, refilled evenly: a burst of all of them is allowed, then one each `windowSeconds / quota`. */
export type RatePolicy = { name: string; quota: number; windowSeconds: number };

/** What taking answered: how many of the tokens asked for were given, how many are left, and how long until the next one. */
export type Taken = { granted: number; remaining: number; waitSeconds: number };

/** Takes up to `most` tokens out of the bucket of one workspace, once among all processes. */
export type TakeTokens = (workspaceId: string, bucket: string, policy: RatePolicy, most: number) => Promise<Taken>;

export type Spent = {
  allowed: boolean;
  policy: RatePolicy;
  remaining: number;
  /** Until one more is allowed; 0 when it is now. */
  retryAfterSeconds: number;
};

export type RateLimiter = {
  /** One token of one bucket: `name` says whose. */
  spend(workspaceId: string, name: string, policy: RatePolicy): Promise<Spent>;
  /** Resolves when a token was taken; rejects with the signal's reason. */
  untilAllowed(workspaceId: string, name: string, policy: RatePolicy, signal: AbortSignal): Promise<void>;
};

type Purse = { tokens: number; remaining: number; at: number; taking: Promise<Taken> | undefined };

/** What a process takes at once of a large bucket, so that a busy caller does not cost a statement for each request. */
const shares = 50;
const purses = 10_000;

type Deps = { take: TakeTokens; now: () => number; sleep: (ms: number, signal: AbortSignal) => Promise<void> };

/**
 * A token bucket for each name, shared by all processes through `take`. A process holds at most a fiftieth of a bucket in advance;
 * what it does not spend within a window is forgotten, so the limit is never exceeded and at worst reached a little early.
 */
export function rateLimiter({ take, now, sleep }: Deps): RateLimiter {
  const held = new Map<string, Purse>();

  function purseOf(id: string, policy: RatePolicy): Purse {
    const known = held.get(id);
    if (known && now() - known.at < policy.windowSeconds * 1_000) return known;
    if (held.size >= purses) held.delete(held.keys().next().value as string);
    const purse: Purse = { tokens: 0, remaining: 0, at: now(), taking: undefined };
    held.delete(id);
    held.set(id, purse);
    return purse;
  }

  async function spend(workspaceId: string, name: string, policy: RatePolicy): Promise<Spent> {
    const purse = purseOf(`${workspaceId} ${policy.name} ${name}`, policy);
    for (;;) {
      if (purse.tokens > 0) {
        purse.tokens -= 1;
        return { allowed: true, policy, remaining: Math.floor(purse.remaining) + purse.tokens, retryAfterSeconds: 0 };
      }
      // Who comes while tokens are being fetched waits for the same answer, and asks again when they were not enough for all.
      purse.taking ??= take(workspaceId, `${policy.name} ${name}`, policy, Math.max(1, Math.floor(policy.quota / shares)))
        .then((taken) => {
          purse.tokens += taken.granted;
          purse.remaining = taken.remaining;
          return taken;
        })
        .finally(() => {
          purse.taking = undefined;
        });
      const { granted, waitSeconds } = await purse.taking;
      if (granted === 0) return { allowed: false, policy, remaining: 0, retryAfterSeconds: Math.max(1, Math.ceil(waitSeconds)) };
    }
  }

  return {
    spend,
    async untilAllowed(workspaceId, name, policy, signal) {
      for (;;) {
        signal.throwIfAborted();
        const { granted, waitSeconds } = await take(workspaceId, `${policy.name} ${name}`, policy, 1);
        if (granted > 0) return;
        await sleep(Math.min(60_000, Math.max(5, waitSeconds * 1_000)), signal);
      }
    },
  };
}
