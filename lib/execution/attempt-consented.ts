import { mayGo } from "#lib/safety/guardrails/may-go.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { RecipientFacts } from "#lib/tools/recipients.ts";
import type { OutgoingMessage, ToolRegistry } from "#lib/tools/tool.ts";
import type { Attempted, AttemptStep } from "./attempt.ts";
import type { PoliciesOf } from "./guard-step.ts";

type Deps = {
  registry: ToolRegistry;
  policiesOf: PoliciesOf;
  factsOf: (scope: Workspace, email: string) => Promise<RecipientFacts>;
  now: () => Date;
};

/**
 * Asks the rules about contacting people right before a message leaves, with what is known of each recipient at that moment. Who wants no
 * more, or never agreed, gets nothing, whoever approved it; where it is too late in the day, or too often, the step waits until it may go.
 */
export function attemptConsented(deps: Deps, attempt: AttemptStep): AttemptStep {
  return async (claim) => {
    const tool = deps.registry.get(claim.row.spec.tool);
    const input = tool?.messageOf ? tool.input.safeParse(claim.params) : undefined;
    // What a lost worker may have sent already is asked about, whatever holds now.
    if (!tool?.messageOf || !input?.success || claim.recovered) return attempt(claim);
    const stopped = await stoppedBy(deps, claim.scope, tool.messageOf(input.data));
    return stopped ?? attempt(claim);
  };
}

async function stoppedBy({ policiesOf, factsOf, now }: Deps, scope: Workspace, message: OutgoingMessage): Promise<Attempted | undefined> {
  try {
    const { to, ...about } = message;
    const policies = await policiesOf(scope);
    let latest: { until: string; policy: string; because: string } | undefined;
    for (const { name, email } of to) {
      const said = mayGo({ ...about, ...(await factsOf(scope, email)), recipients: to.length }, policies, now());
      if (said.may) continue;
      const because = `${said.policy}: ${name || email}: ${said.because}`;
      if (said.until === undefined) return { kind: "failed", because, code: "guardrail", retryable: false };
      if (!latest || said.until > latest.until) latest = { until: said.until, policy: said.policy, because };
    }
    return latest && { kind: "waits", because: latest.because, hold: { reason: "wait", ref: latest.policy, until: latest.until } };
  } catch (cause) {
    // Nothing was sent yet; what cannot be asked does not go.
    const because = `the rules about contacting people could not be asked: ${cause instanceof Error ? cause.message : String(cause)}`;
    return { kind: "failed", because, code: "guardrail", retryable: true };
  }
}
