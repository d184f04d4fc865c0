import type { Policy } from "#lib/safety/guardrails/policy.ts";
import type { RateLimiter, RatePolicy } from "#lib/safety/rate-limiter.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { Attempted, AttemptStep } from "./attempt.ts";
import type { PoliciesOf } from "./guard-step.ts";

type Deps = { registry: ToolRegistry; rates: RateLimiter; policiesOf: PoliciesOf; now: () => Date };

/**
 * Calls an integration as often as the policy `rate-limit` allows, counted once among all processes. What is over it waits for its turn,
 * or fails where the policy says so; no attempt is counted either way.
 */
export function attemptRated({ registry, rates, policiesOf, now }: Deps, attempt: AttemptStep): AttemptStep {
  return async (claim) => {
    const { scope, row, params, recovered } = claim;
    const integration = registry.get(row.spec.tool)?.component?.(params);
    // What a lost worker may have done is asked about, however often the far side was called.
    if (integration === undefined || recovered) return attempt(claim);
    const limit = limitIn(await policiesOf(scope), row.spec.guardrails);
    if (!limit) return attempt(claim);
    const spent = await rates.spend(scope.id, integration, limit);
    if (spent.allowed) return attempt(claim);
    const because = `${integration} is called ${limit.quota} times a minute at the most`;
    const waitMs = spent.retryAfterSeconds * 1_000;
    return limit.fails ? { kind: "failed", because, code: "rate_limited", retryable: false } : waits(integration, because, waitMs, now());
  };
}

function waits(ref: string, because: string, waitMs: number, now: Date): Attempted {
  return { kind: "waits", because, hold: { reason: "rate", ref, until: new Date(now.getTime() + waitMs).toISOString() } };
}

/** The workspace's policy where it is in force, or where the step names it. */
function limitIn(policies: Policy[], named: string[] = []): (RatePolicy & { fails: boolean }) | undefined {
  const policy = policies.find(({ name, enabled }) => name === "rate-limit" && (enabled || named.includes(name)));
  const quota = policy?.parameters["perMinute"];
  if (typeof quota !== "number" || quota < 1) return;
  return { name: "integration", quota, windowSeconds: 60, fails: policy?.parameters["over"] === "fail" };
}
