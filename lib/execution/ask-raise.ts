import { causeId } from "#lib/kernel/hash.ts";
import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { termsFor } from "#lib/safety/approvals/policy.ts";
import { isRaise, isSameLimit, type Limit, limitWords, usedOf } from "#lib/safety/budget.ts";
import type { BudgetKey, Budgets } from "#lib/safety/budgets.ts";
import { budgetId, type Raise, raiseSummary } from "#lib/safety/raise.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";
import { type ApprovalRulesOf, shippedApprovalRules } from "./asking.ts";
import { ownLimit } from "./decide-raise.ts";
import type { Fact } from "./events.ts";
import { approvalNudge, tellNudge } from "./nudges.ts";
import { payloadOf } from "./payloads.ts";
import type { Decision, Nudge } from "./slice.ts";
import { defaultConcurrency } from "./start-execution.ts";
import { type Head, isOver, raiseTrigger } from "./state.ts";
import type { Acted, ExecutionStore, PayloadWrite } from "./store.ts";
import { later } from "./times.ts";

type Deps = {
  store: ExecutionStore;
  budgets: Pick<Budgets, "at">;
  sqlFor: (scope: Workspace) => Sql;
  now: () => Date;
  approvalRulesOf?: ApprovalRulesOf;
};
type Ask<Command> = { workspace: Workspace; actor: Actor; command: Command };
export type RaiseAsked = { approvalId: string; executionId: string; status: "open"; url: string };

const asked = refuse({ code: "conflict", because: "somebody asked for this budget already: it waits in the inbox" });
const noRaise = (from: Limit) =>
  refuse({
    code: "unprocessable",
    because: isSameLimit(from, { limitMicros: null, limitTokens: null })
      ? "no budget limits it"
      : `it is no more than ${limitWords(from)}, which needs nobody's leave`,
  });

/** Asks to raise or lift a budget of the workspace. The question is an execution of its own, which ends with the answer. */
export async function askRaise(
  deps: Deps,
  { workspace, actor, command }: Ask<BudgetKey & Limit & { because: string }>,
): Promise<Outcome<RaiseAsked>> {
  const { scope, ref, period, because, ...to } = command;
  const kept = await deps.budgets.at(workspace, { scope, ref, period });
  const from = { limitMicros: kept?.limitMicros ?? null, limitTokens: kept?.limitTokens ?? null };
  if (!kept || !isRaise(from, to)) return noRaise(from);
  const { micros, tokens, forecast, name } = kept;
  const raise: Raise = {
    ...{ scope, ref, period, name, from, to, because },
    used: { micros, tokens },
    forecast: forecast && { micros: forecast.micros, tokens: forecast.tokens },
  };
  const times = await askedBefore(deps, workspace, raise);
  if (times === undefined) return asked;
  // Whoever asks at the same moment makes the same execution: the log takes it once.
  const id = causeId("exe", workspace.id, budgetId(raise), times);
  const approvalId = causeId("apr", id, "budget");
  const made = await question(deps, { workspace, actor, id, approvalId, raise, status: "awaiting_approval" });
  const requested: Fact = {
    type: "execution.requested",
    step: null,
    status: "queued",
    message: `Asked for by ${actor.name}`,
    title: raiseSummary(raise),
    trigger: raiseTrigger,
    by: actor,
    autonomy: "suggest",
    concurrency: defaultConcurrency,
  };
  const outcome = await deps.store.create<undefined>(workspace, id, {
    cause: "requested",
    payloads: [made.payload],
    decide: () => accept({ ...made.decision, facts: [requested, ...made.decision.facts] }),
  });
  return toldOf(outcome, { approvalId, executionId: id, workspace });
}

/** Asks to raise or lift the budget of one execution: the question is in its own log, beside the steps that wait for room. */
export async function askExecutionRaise(
  deps: Deps,
  { workspace, actor, id, command }: Ask<Limit & { because: string }> & { id: string },
): Promise<Outcome<RaiseAsked>> {
  const { because, ...to } = command;
  const slice = await deps.store.slice(workspace, id, {});
  if (!slice) return refuse({ code: "not_found", because: "there is no such execution" });
  const { head } = slice.execution;
  const from = ownLimit(head);
  if (!isRaise(from, to)) return noRaise(from);
  const raise: Raise = {
    ...{ scope: "execution" as const, ref: id, period: "total" as const, name: head.title, from, to, because },
    used: head.spent ?? { micros: 0, tokens: 0 },
    forecast: forecastOf(head),
  };
  const times = await askedBefore(deps, workspace, raise);
  if (times === undefined) return asked;
  const approvalId = causeId("apr", id, "budget", times);
  const made = await question(deps, { workspace, actor, id, approvalId, raise, status: head.status });
  const outcome = await deps.store.act<undefined>(workspace, id, {
    cause: `raise:${approvalId}`,
    need: { approvals: [approvalId] },
    payloads: [made.payload],
    decide({ execution }) {
      if (isOver(execution.head.status) || execution.head.halting) return refuse({ code: "conflict", because: "the execution is over" });
      if (!isSameLimit(ownLimit(execution.head), from)) return refuse({ code: "changed", because: "its budget was changed: look again" });
      return accept(made.decision);
    },
  });
  return toldOf(outcome, { approvalId, executionId: id, workspace });
}

/** How often it was asked for before; nothing while somebody is asked. */
async function askedBefore({ sqlFor }: Deps, scope: Workspace, raise: Raise): Promise<number | undefined> {
  const [row] = await sqlFor(scope).query<{ open: number; times: number }>(
    "select count(*) filter (where status = 'open')::int as open, count(*)::int as times from pending_approvals where workspace_id = $1 and state->>'budget' = $2",
    [scope.id, budgetId(raise)],
  );
  return row?.open ? undefined : (row?.times ?? 0);
}

/** What the whole comes to when its other steps cost what those before did. */
function forecastOf({ plan, counts, spent }: Head): Raise["forecast"] {
  const settled = counts.completed + counts.failed;
  if (!plan || !spent || settled === 0) return null;
  const whole = (value: number) => Math.round((value * plan.steps) / settled);
  return { micros: whole(spent.micros), tokens: whole(spent.tokens) };
}

type Question = { workspace: Workspace; actor: Actor; id: string; approvalId: string; raise: Raise; status: string };

async function question(
  { now, approvalRulesOf = shippedApprovalRules }: Deps,
  { workspace, actor, id, approvalId, raise, status }: Question,
): Promise<{ payload: PayloadWrite; decision: Decision }> {
  const { policy, groupNames } = await approvalRulesOf(workspace);
  const terms = termsFor(policy, groupNames, { kind: "budget" });
  const payload = payloadOf(id, raise as unknown as Json);
  const summary = raiseSummary(raise);
  const used = `${usedOf(raise.from, raise.used)} is used.`;
  const requested: Fact = {
    type: "approval.requested",
    step: null,
    status,
    message: `${actor.name} asks: ${summary}`,
    approvalId,
    kind: "budget",
    payload: payload.ref,
    payloadHash: payload.ref.hash,
    summary,
    why: [...(raise.because === "" ? [] : [raise.because]), used, "Raising a budget is asked for."],
    expiresAt: later(now().toISOString(), terms.ttlMs),
    terms,
    budget: budgetId(raise),
    askedBy: actor,
  };
  const nudges: Nudge[] = [approvalNudge(id, approvalId), ...(terms.group ? [tellNudge(id, approvalId, "requested")] : [])];
  return { payload, decision: { facts: [requested], nudges, answer: undefined } };
}

function toldOf(
  outcome: Outcome<Acted<undefined>>,
  about: { approvalId: string; executionId: string; workspace: Workspace },
): Outcome<RaiseAsked> {
  if (!outcome.ok) return outcome;
  if (outcome.value.kind !== "done") return asked;
  const { approvalId, executionId, workspace } = about;
  return accept({ approvalId, executionId, status: "open", url: `/${workspace.id}/executions/${executionId}` });
}
