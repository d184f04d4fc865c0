import type { Terms } from "#lib/safety/approvals/policy.ts";

export const approvalTtlMs = 24 * 3_600_000;

/** How an approval is decided that no policy speaks of: help that is asked for, and what became of an effect. */
export const plainTerms: Terms = { quorum: 1, self: "always", ttlMs: approvalTtlMs, onExpiry: "reject" };

export function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}
