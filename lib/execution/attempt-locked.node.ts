import { hashText } from "#lib/kernel/hash.ts";
import type { Locks } from "#lib/safety/lock.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { Attempted, AttemptStep } from "./attempt.ts";
import { effectOf } from "./prepare-step.ts";

type Deps = {
  registry: ToolRegistry;
  locks: Locks;
  now: () => Date;
  /** Lets go on who has waited longest for a lock that was left. */
  passOn: (scope: Workspace, name: string) => Promise<void>;
  leaseMs?: number;
  /** Calls again and again; gives back how to stop. */
  every?: (ms: number, work: () => void) => () => void;
};

/** As long as a holder that gave no sign of life is believed. */
const lockLeaseMs = 30_000;
/** Who waits looks again by itself after so long at the most: whoever was to wake it may have died. */
const lookAgainMs = 10_000;

/**
 * Calls a step while it holds the lock that its plan names. One that does not get it waits without an attempt being counted. A step that
 * loses the lock half way is told to stop, and what it would still write under its old token is refused.
 */
export function attemptLocked(
  { registry, locks, now, passOn, leaseMs = lockLeaseMs, every = everyMs }: Deps,
  attempt: AttemptStep,
): AttemptStep {
  return async (claim) => {
    const { scope, executionId, row } = claim;
    const name = row.spec.lock;
    if (name === undefined) return attempt(claim);
    const grant = await locks.take(scope, name, `${executionId}:${row.id}`, leaseMs);
    // What a lost worker may have done under its old token is not forgotten by waiting: the call would be made again.
    if (!grant.taken && claim.recovered && reachesOut(registry, claim))
      return { kind: "unknown", because: `the worker was lost during the call, and “${name}” is held by another by now` };
    if (!grant.taken) return waiting(name, grant.waitMs, { now: now(), apart: `${executionId}:${row.id}:${row.state.wake}` });
    const { fence } = grant;
    const lost = new AbortController();
    const stop = every(leaseMs / 3, () => {
      locks.renew(scope, name, fence, leaseMs).then(
        (held) => held || lost.abort("the lock was lost"),
        () => {},
      );
    });
    try {
      return await attempt({ ...claim, stop: lost.signal, lock: { name, fence } });
    } finally {
      stop();
      // Nobody is failed by a lock that cannot be left: its lease ends.
      await locks.release(scope, name, fence).then(
        (held) => (held ? passOn(scope, name) : undefined),
        () => {},
      );
    }
  };
}

function reachesOut(registry: ToolRegistry, { row, params }: Parameters<AttemptStep>[0]): boolean {
  const tool = registry.get(row.spec.tool);
  const input = tool?.input.safeParse(params);
  return tool?.run !== undefined && (!input?.success || effectOf(tool, input.data) !== "read");
}

function waiting(name: string, waitMs: number, { now, apart }: { now: Date; apart: string }): Attempted {
  // A little apart, so that not all who wait come at once.
  const spreadMs = Number.parseInt(hashText(apart).slice(0, 4), 16) % 1_000;
  const until = new Date(now.getTime() + Math.min(Math.max(waitMs, 100), lookAgainMs) + spreadMs);
  return {
    kind: "waits",
    because: `“${name}” is held by another step`,
    hold: { reason: "lock", ref: name, until: until.toISOString() },
  };
}

function everyMs(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms);
  return () => clearInterval(timer);
}
