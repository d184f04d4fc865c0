import type { Json } from "#lib/kernel/json.ts";
import { shippedApprovalPolicy, type Terms, termsFor } from "#lib/safety/approvals/policy.ts";
import { type ApprovalRules, standingFor } from "#lib/safety/approvals/standing.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { EffectClass } from "#lib/tools/tool.ts";
import type { Waived } from "./decide-admit.ts";

export type ApprovalRulesOf = (scope: Workspace) => Promise<ApprovalRules>;

export const shippedApprovalRules: ApprovalRulesOf = async () => ({
  policy: shippedApprovalPolicy,
  standing: [],
  groupNames: new Map(),
});

type Call = { tool: string; effect: EffectClass; count: number; params: Json };
/** `ofEffect`: why calls of this effect are seen by a person. `ofCall`: what the plan or a guard says of this one. */
type Ask = { calls: Call[]; ofEffect: string[]; ofCall: string[] };
export type Asking = { why: string[]; terms?: Terms; waived?: Waived };
export type AskingBy = (ask: Ask) => Asking;

/**
 * Why a person is asked about a call, on which terms, or which standing approval lets it go. A standing approval answers for what its
 * effect asks about, and never for the plan or for a guard.
 */
export function askingBy({ policy, standing, groupNames }: ApprovalRules, at: string): AskingBy {
  return ({ calls, ofEffect, ofCall }) => {
    const why = [...ofEffect, ...ofCall];
    const [first] = calls;
    if (why.length === 0 || !first) return { why };
    const terms = termsFor(policy, groupNames, { kind: "step", tool: first.tool, effect: first.effect });
    if (ofCall.length > 0) return { why, terms };
    const rules = calls.map((call) => standingFor(standing, { ...call, at }));
    const [rule] = rules;
    if (!rule || rules.includes(undefined)) return { why, terms };
    return { why: [], waived: { ruleId: rule.id, givenBy: rule.by, until: rule.until, why } };
  };
}
