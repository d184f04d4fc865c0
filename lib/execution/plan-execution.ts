import type { Json } from "#lib/kernel/json.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { batchesOf, parallelizationGain } from "#lib/planner/batches.ts";
import type { Plan } from "#lib/planner/plan.ts";
import { type Terms, termsFor } from "#lib/safety/approvals/policy.ts";
import type { GateVerdict } from "#lib/safety/gates/gate.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { withSettings } from "./apply-settings.ts";
import { shippedApprovalRules } from "./asking.ts";
import { admitCommand, type CarryDeps, carryFrom, claimOf, resumeClaims, takeBack } from "./carry-steps.ts";
import type { Admission } from "./decide-admit.ts";
import { asksFirst, decideNoPlan, decidePlan, decidePlanning } from "./decide-plan.ts";
import { type Gating, gatesBefore } from "./gate-plan.ts";
import { payloadOf } from "./payloads.ts";
import { prepareStep } from "./prepare-step.ts";
import { needsOnlySlot } from "./queue-up.ts";
import { blank } from "./reduce-step.ts";
import type { Reused } from "./reusable.ts";
import type { Row } from "./slice.ts";
import { type Head, isOver } from "./state.ts";
import type { Command, PayloadWrite } from "./store.ts";
import { takeOver } from "./take-over.ts";

/** What a planner makes of a request in words. */
export type Drafted =
  | { kind: "plan"; plan: Plan; notes: string[]; planner: string; saw: Json }
  | { kind: "none"; code: "cannot_plan" | "needs_clarification"; because: string };

export type DraftPlan = (ask: { scope: Workspace; executionId: string; request: string; input: Json | undefined }) => Promise<Drafted>;
type Deps = CarryDeps & { draft: DraftPlan; gating?: Gating };
type At = { scope: Workspace; executionId: string; run: string };

/**
 * From a request to steps that are ready: takes the given plan or drafts one, and writes it into the execution together with the
 * start of its first step, which this run then carries on with. Safe to run again. `later`: what it takes the place of is at work still.
 */
export async function planExecution(deps: Deps, at: At): Promise<{ started: boolean; later?: true }> {
  const { scope, executionId, run } = at;
  const { store } = deps;
  const slice = await store.slice(scope, executionId, { run });
  if (!slice) return { started: false };
  if (slice.claims.length > 0) {
    await resumeClaims(deps, { ...at, claims: slice.claims });
    return { started: true };
  }
  const { head } = slice.execution;
  if (head.status !== "queued" && head.status !== "planning") return { started: false };
  const source = head.plan?.ref ?? head.given ?? head.draft?.plan;
  const stored = source && (await store.payload(scope, executionId, source.id));
  const begin: Command<unknown> = { cause: "plan", decide: (at) => accept(decidePlanning(at, { planner: source ? "given" : "drafted" })) };
  if (stored !== undefined) {
    // What was stored was validated before; it is read and never re-checked, so that a plan of many steps costs its length once.
    const plan = stored as unknown as Plan;
    const taken = asksFirst(head) && !head.simulated ? accept({}) : await takeOver({ store }, { scope, head, plan });
    if (!taken.ok) {
      await endUnplanned(store, scope, executionId, { because: taken.refusal.because, code: "not_taken_over" });
      return { started: false };
    }
    if (taken.value === "later") return { started: false, later: true };
    const made = planned(deps, head, await planTerms(deps, scope), {
      plan,
      planner: head.plan?.planner ?? head.fork?.planner ?? head.draft?.planner ?? "given",
      notes: head.plan?.notes ?? head.draft?.notes ?? [],
      ...(head.fork && { reused: taken.value }),
      gates: await gatesBefore(deps, { scope, head, plan }),
    });
    const commands = head.status === "queued" ? [begin, made] : [made];
    // What a fork begins with is known only to the decision: its steps have their nudges.
    if (head.fork) return { started: (await store.actAll(scope, executionId, commands)).ok };
    return carryFirst(deps, at, { head, plan, commands });
  }
  await store.act(scope, executionId, begin);
  const input = head.input && (await store.payload(scope, executionId, head.input.id));
  const original = head.original && (await store.payload(scope, executionId, head.original.id));
  const drafted = await deps.draft({ scope, executionId, request: typeof original === "string" ? original : (head.request ?? ""), input });
  if (drafted.kind === "none") {
    await endUnplanned(store, scope, executionId, drafted);
    return { started: false };
  }
  return carryFirst(deps, at, {
    head,
    plan: drafted.plan,
    commands: [
      remember(drafted),
      planned(deps, head, await planTerms(deps, scope), {
        ...drafted,
        gates: await gatesBefore(deps, { scope, head, plan: drafted.plan }),
      }),
    ],
  });
}

/** What it was to take the place of did not come to rest. */
export async function giveUpTakingOver(
  { store }: Pick<Deps, "store">,
  { scope, executionId }: Pick<At, "scope" | "executionId">,
): Promise<void> {
  await endUnplanned(store, scope, executionId, { because: "the steps that were running did not come to an end", code: "not_taken_over" });
}

/** Planning itself broke, and trying again did not help: the execution ends and says so, instead of planning for ever. */
export async function failPlanning(
  { store }: Pick<Deps, "store">,
  { scope, executionId, because }: { scope: Workspace; executionId: string; because: string },
): Promise<void> {
  await store.act(scope, executionId, {
    cause: "planning-broke",
    need: { open: true },
    decide: (at) => accept(decideNoPlan(at, { because: `Planning broke: ${because}`, code: "planning_broke" })),
  });
}

/** Writes the plan and admits its first step in the same append, then carries on with it; the other first steps have their nudges. */
async function carryFirst(
  deps: Deps,
  { scope, executionId, run }: At,
  { head, plan, commands }: { head: Head; plan: Plan; commands: Command<unknown>[] },
): Promise<{ started: boolean }> {
  const spec = plan.steps.find((step) => step.dependsOn.length === 0 && step.forEach === undefined && step.when === undefined);
  const row: Row | undefined = spec && {
    id: spec.id,
    spec: withSettings(spec, head.settings),
    position: 0,
    batch: 0,
    parent: null,
    waitingOn: 0,
    missing: false,
    state: { ...blank(spec.id), wake: 1 },
  };
  const known = new Map<string, Json>();
  const preparation = row && (await prepareStep(deps, { scope, head, row, known }));
  const first = row && preparation?.prepared.kind === "call" ? admitCommand(deps, row, { run, wake: 1 }, preparation) : undefined;
  const outcome = await deps.store.actAll(scope, executionId, first ? [...commands, first] : commands);
  if (!outcome.ok) return { started: false };
  const admitted = first && outcome.value.at(-1);
  if (!row || !preparation || !admitted) return { started: true };
  const claim =
    admitted.kind === "done"
      ? claimOf(row, admitted.answer as Admission, preparation)
      : await takeBack(deps, { scope, executionId, run, known, stepId: row.id, wake: 1 });
  await carryFrom(deps, { scope, executionId, run, known, claim });
  return { started: true };
}

/** How a plan is approved, where one has to be. */
async function planTerms({ approvalRulesOf = shippedApprovalRules }: CarryDeps, scope: Workspace): Promise<Terms> {
  const { policy, groupNames } = await approvalRulesOf(scope);
  return termsFor(policy, groupNames, { kind: "plan" });
}

function planned(
  deps: CarryDeps,
  head: Head,
  terms: Terms,
  { plan, planner, notes, reused, gates }: { plan: Plan; planner: string; notes: string[]; reused?: Reused; gates: GateVerdict[] },
): Command<unknown> {
  const write: PayloadWrite = payloadOf(head.id, plan as unknown as Json);
  const batches = batchesOf(plan.steps);
  const gain = parallelizationGain(plan.steps.length, batches.length);
  return {
    cause: head.plan ? "planned:approved" : "planned",
    payloads: [write],
    decide: (slice) =>
      decidePlan(slice, {
        plan,
        ref: write.ref,
        batches,
        gain,
        planner,
        notes,
        gates,
        terms,
        at: deps.now().toISOString(),
        onlySlot: needsOnlySlot(deps.registry),
        ...(reused && { reused }),
      }),
  };
}

async function endUnplanned(store: CarryDeps["store"], scope: Workspace, executionId: string, why: { because: string; code: string }) {
  await store.act(scope, executionId, { cause: "no-plan", need: { open: true }, decide: (at) => accept(decideNoPlan(at, why)) });
}

/** What the planner saw goes into the shared context, and it says to all what it made of it. */
function remember({ plan, planner, saw }: Extract<Drafted, { kind: "plan" }>): Command<unknown> {
  const text = `I planned ${plan.steps.length} steps: ${plan.steps.map((step) => step.name ?? step.id).join("; ")}.`;
  return {
    cause: "planner-saw",
    decide: (slice) =>
      accept({
        // Whoever cancelled meanwhile has seen the end of the log.
        facts: isOver(slice.execution.head.status)
          ? []
          : [
              {
                type: "context.written",
                step: null,
                status: "planning",
                message: "The planner wrote down what it saw",
                key: "planner.saw",
                version: 1,
                value: saw,
                writer: `planner:${planner}`,
              },
              {
                type: "message.sent",
                step: null,
                status: "planning",
                message: text,
                messageId: "planner:1",
                from: `planner:${planner}`,
                to: "",
                text,
              },
            ],
        answer: undefined,
      }),
  };
}
