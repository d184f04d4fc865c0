import { causeId } from "#lib/kernel/hash.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Fallback, Plan, PlanStep } from "#lib/planner/plan.ts";
import { taintOf } from "#lib/planner/taint.ts";
import type { Terms } from "#lib/safety/approvals/policy.ts";
import { blockedBy, type GateVerdict } from "#lib/safety/gates/gate.ts";
import type { Autonomy, Budget, By, Draft, Fact, Fork, PayloadRef, SettingsTaken } from "./events.ts";
import { withPlanFallbacks, withTaint } from "./ladder.ts";
import { advanceNudge, approvalNudge, settledNudge, tellNudge } from "./nudges.ts";
import { overtimeNudges } from "./overtime.ts";
import { type NeedsOnlySlot, queueUp } from "./queue-up.ts";
import { blank } from "./reduce-step.ts";
import type { Reused } from "./reusable.ts";
import { chunkSize, type Decision, type Edge, type NewStep, nothing, type Row, type Slice } from "./slice.ts";
import { type Head, isOver } from "./state.ts";
import { allSettled, nameOf, releaseWaiters, settledBy, successors } from "./successors.ts";
import { later, plainTerms } from "./times.ts";

export type RequestExecution = {
  title: string;
  request?: string;
  input?: PayloadRef;
  given?: PayloadRef;
  draft?: Draft;
  workflowId?: string;
  workflowVersion?: number;
  group?: string;
  trigger: string;
  by: By;
  autonomy: "suggest" | "ask_on_risk" | "run";
  concurrency: number;
  budget?: Budget;
  settings?: SettingsTaken;
  parent?: string;
  fork?: Fork;
  simulated?: true;
};

/** The first fact of every log. */
export function decideRequest(executionId: string, command: RequestExecution): Decision<{ status: "queued" }> {
  return {
    facts: [
      {
        type: "execution.requested",
        step: null,
        status: "queued",
        message: `${command.simulated ? "A dry run, requested" : "Requested"} by ${command.by.name}`,
        ...command,
      },
    ],
    nudges: [{ id: `${executionId}:requested`, name: "execution/requested", data: { executionId } }],
    answer: { status: "queued" },
  };
}

export function decidePlanning(slice: Slice, { planner }: { planner: string }): Decision<{ go: boolean }> {
  const { head } = slice.execution;
  if (head.status !== "queued") return nothing({ go: head.status === "planning" });
  return { facts: [{ type: "plan.requested", step: null, status: "planning", message: "Planning", planner }], answer: { go: true } };
}

export type PlanMade = {
  plan: Plan;
  ref: PayloadRef;
  batches: string[][];
  gain: number;
  planner: string;
  notes: string[];
  /** What the gates said of it. */
  gates?: GateVerdict[];
  at: string;
  /** What a fork takes over. */
  reused?: Reused;
  terms?: Terms;
  onlySlot: NeedsOnlySlot;
};

/** Takes a validated plan into the execution: rows for its steps, and the first steps ready. Or holds the whole plan for a person. */
export function decidePlan(slice: Slice, made: PlanMade): Outcome<Decision<{ started: boolean }>> {
  const { head } = slice.execution;
  if (head.status !== "planning")
    return isOver(head.status)
      ? accept(nothing({ started: false }))
      : refuse({ code: "conflict", because: `the execution is ${head.status}` });
  const about = {
    plan: made.ref,
    version: head.plan?.version ?? firstVersion(head) + Number(isRevised(head)),
    steps: made.plan.steps.length,
    batches: made.batches.length,
    gain: made.gain,
    planner: made.planner,
    notes: made.notes,
    ...(made.gates && { gates: made.gates }),
  };
  const stop = blockedBy(made.gates ?? []);
  if (stop) return accept(decideStopped(stop, made.gates));
  const isAsked = asksFirst(head);
  if (isAsked && !head.simulated) return accept(propose(slice, made, about));
  const batchOf = new Map(made.batches.flatMap((ids, batch) => ids.map((id) => [id, batch] as const)));
  const taint = taintOf(made.plan.steps, head.trigger);
  const done = (id: string) => made.reused?.[id]?.status === "completed";
  const newSteps: NewStep[] = made.plan.steps.map((spec, position) => ({
    id: spec.id,
    spec: withTaint(withPlanFallbacks(spec, fallbacksFor(spec, made, head.autonomy)), taint.get(spec.id)),
    position,
    batch: batchOf.get(spec.id) ?? 0,
    parent: null,
    waitingOn: spec.dependsOn.filter((id) => !done(id)).length,
  }));
  const newEdges: Edge[] = made.plan.steps.flatMap((spec) =>
    done(spec.id) ? [] : spec.dependsOn.filter((from) => !done(from)).map((from) => ({ from, to: spec.id })),
  );
  const given = head.fork?.params && head.fork.from;
  const isGiven = ({ id }: NewStep) => Number(id === given);
  const roots = newSteps
    .filter(({ id, waitingOn }) => waitingOn === 0 && made.reused?.[id] === undefined)
    // The input that somebody gave is in the log with the step that it is for.
    .sort((one, other) => isGiven(other) - isGiven(one));
  const first = roots.slice(0, chunkSize).map((step): Row => ({ ...step, missing: false, state: blank(step.id) }));
  const queued = queueUp(head, first, made);
  const facts: Fact[] = [
    ...revised(head, made.ref, "planning"),
    {
      type: "execution.planned",
      step: null,
      status: "planning",
      message: `Planned ${about.steps} steps in ${about.batches} batches`,
      ...about,
    },
    ...(isAsked ? [planHold(head)] : []),
    { type: "execution.started", step: null, status: "running", message: head.simulated ? "Started as a dry run" : "Started" },
    ...reusedFacts(made),
    ...queued.facts.map((fact) => (fact.type === "step.readied" && fact.step === given ? withParams(fact, head.fork?.params) : fact)),
  ];
  const nudges = [...queued.nudges, ...overtimeNudges(head, made.at)];
  // What hangs on a step that was left out is counted down like after any other.
  const isLeftOut = Object.values(made.reused ?? {}).some(({ status }) => status === "skipped");
  if (roots.length > first.length || isLeftOut) nudges.push(advanceNudge(head.id, head.seq));
  // Nothing is left to do: no step will find the end.
  if (Object.keys(made.reused ?? {}).length >= newSteps.length) nudges.push(settledNudge(head.id));
  return accept({ facts, newSteps, newEdges, nudges, answer: { started: true } });
}

/** A gate that nothing passes: it ends before anything began. */
function decideStopped({ gate, because: why }: GateVerdict, gates: GateVerdict[] | undefined): Decision<{ started: boolean }> {
  const because = `The gate ${gate} stopped it: ${why}`;
  const failed: Fact = {
    type: "execution.failed",
    step: null,
    status: "failed",
    message: because,
    because,
    code: "gate_failed",
    result: null,
    gates,
  };
  return { facts: [failed], answer: { started: false } };
}

const withParams = (fact: Fact, params: PayloadRef | undefined): Fact => (params ? ({ ...fact, params } as Fact) : fact);

/** A fork's steps that another execution did, or left out. */
function reusedFacts({ plan, reused = {} }: PlanMade): Fact[] {
  return plan.steps.flatMap((spec): Fact[] => {
    const was = reused[spec.id];
    if (!was) return [];
    const because = "as in the execution that it goes on from";
    if (was.status === "skipped")
      return [
        {
          type: "step.skipped",
          step: spec.id,
          status: "skipped",
          message: `${nameOf({ id: spec.id, spec })}: left out, ${because}`,
          because: was.because,
        },
      ];
    const { status: _, ...taken } = was;
    return [
      {
        type: "step.reused",
        step: spec.id,
        status: "completed",
        message: `${nameOf({ id: spec.id, spec })}: ${because}`,
        name: nameOf({ id: spec.id, spec }),
        because,
        ...taken,
      },
    ];
  });
}

const askedWhole = "This execution runs only what a person approved.";

/** A dry run goes on where the plan would wait for a person. */
function planHold(head: Head): Fact {
  const summary = `The plan for “${head.title}”`;
  const because = "The plan waits for an approver";
  return {
    type: "hold.foreseen",
    step: null,
    status: "planning",
    message: `Would ask first: ${summary}`,
    reason: "approval",
    because,
    summary,
    why: whyAsked(head),
  };
}

/** Whether a person agrees to the plan as a whole before anything begins. */
export const asksFirst = ({ autonomy, plan, fork }: Head): boolean =>
  plan === null && (autonomy === "suggest" || (fork?.asks ?? []).length > 0);

const whyAsked = ({ autonomy, fork }: Head): string[] => [...(fork?.asks ?? []), ...(autonomy === "suggest" ? [askedWhole] : [])];

/** A fork goes on with the version that its parent runs by. */
const firstVersion = ({ fork }: Head): number => fork?.planVersion ?? 1;

/** Somebody changed the planner's draft before asking for the execution: the draft is version 1, and what was given is version 2. */
const isRevised = ({ given, draft }: Head): boolean => given !== undefined && draft !== undefined && given.hash !== draft.plan.hash;

function revised(head: Head, plan: PayloadRef, status: string): Fact[] {
  if (head.plan !== null || !isRevised(head)) return [];
  const because = head.fork?.because ?? "changed on the plan's card";
  const version = firstVersion(head) + 1;
  const message = `Plan version ${version}, by ${head.by.name}: ${because}`;
  return [{ type: "plan.replaced", step: null, status, message, plan, version, because, by: head.by }];
}

/** A plan that somebody gave says itself whether a person is asked in the end; one that was made for a request in words asks, where people are to be asked at all. */
function fallbacksFor(spec: PlanStep, { plan, planner }: PlanMade, autonomy: Autonomy): Fallback[] {
  const asks = planner !== "given" && spec.critical && autonomy !== "run";
  return [...(plan.fallbacks ?? []), ...(asks ? [{ type: "manual-intervention" as const }] : [])];
}

function propose(
  slice: Slice,
  made: PlanMade,
  about: Omit<Extract<Fact, { type: "plan.proposed" }>, "type" | "step" | "status" | "message">,
): Decision<{ started: boolean }> {
  const { head } = slice.execution;
  const approvalId = causeId("apr", head.id, "plan", about.version);
  return {
    facts: [
      ...revised(head, made.ref, "awaiting_approval"),
      {
        type: "plan.proposed",
        step: null,
        status: "awaiting_approval",
        message: `Proposed ${about.steps} steps in ${about.batches} batches`,
        ...about,
      },
      {
        type: "approval.requested",
        step: null,
        status: "awaiting_approval",
        message: "The plan waits for an approver",
        approvalId,
        kind: "plan",
        payload: made.ref,
        payloadHash: made.ref.hash,
        summary: `The plan for “${head.title}”`,
        why: whyAsked(head),
        expiresAt: later(made.at, (made.terms ?? plainTerms).ttlMs),
        ...(made.terms && { terms: made.terms }),
      },
    ],
    nudges: [approvalNudge(head.id, approvalId), ...(made.terms?.group ? [tellNudge(head.id, approvalId, "requested")] : [])],
    answer: { started: false },
  };
}

/** A request that cannot be planned ends here, with the reason and what is missing. */
export function decideNoPlan(slice: Slice, { because, code }: { because: string; code: string }): Decision<undefined> {
  if (isOver(slice.execution.head.status)) return nothing(undefined);
  return {
    facts: [{ type: "execution.failed", step: null, status: "failed", message: because, because, code, result: null }],
    answer: undefined,
  };
}

/**
 * Moves whatever can move and has no nudge of its own: dependents beyond a chunk, roots, steps that wait for a slot or for a resume.
 * Doing it once too often changes nothing.
 */
export function decideAdvance(slice: Slice, by: { at: string; onlySlot: NeedsOnlySlot }): Decision<{ more: boolean }> {
  const { head, steps } = slice.execution;
  if (isOver(head.status) || head.halting || head.plan === null) return nothing({ more: false });
  const settled = new Map(slice.edges.map(({ from }) => [from, { missing: steps[from]?.status !== "completed" }]));
  const moves = successors(slice, settled);
  const roots = slice.roots
    .filter((id) => !moves.readied.includes(id))
    .flatMap((id) => slice.rows[id] ?? [])
    .filter((row) => row.state.status === "pending" && row.waitingOn === 0);
  const paused = head.status === "paused";
  const resumed = paused ? { facts: [], nudges: [] } : releaseWaiters(slice, chunkSize, "pause", "resumed");
  const slots = paused
    ? { facts: [], nudges: [] }
    : releaseWaiters(slice, Math.max(0, head.concurrency - head.running), "concurrency", "a slot is free");
  const queued = queueUp(head, roots, by);
  const facts = [...moves.facts, ...queued.facts, ...resumed.facts, ...slots.facts];
  const nudges = [...moves.nudges, ...queued.nudges, ...resumed.nudges, ...slots.nudges];
  const more = slice.more && facts.length > 0;
  if (more && !nudges.some((nudge) => nudge.name === "execution/advance")) nudges.push(advanceNudge(head.id, head.seq));
  if (allSettled(slice, settledBy(slice, facts))) nudges.push(settledNudge(head.id));
  return { facts, settledEdges: moves.settledEdges, nudges, answer: { more } };
}

export type FinishExecution = { result: PayloadRef | null; missing: string[]; gates?: GateVerdict[] };

/** The good end: everything is settled and nothing halts it. */
export function decideFinish(slice: Slice, { result, missing, gates }: FinishExecution): Decision<{ finished: boolean }> {
  const { head } = slice.execution;
  if (isOver(head.status) || head.halting || !allSettled(slice, 0)) return nothing({ finished: isOver(head.status) });
  const degraded = head.counts.failed > 0 || missing.length > 0;
  const stop = blockedBy(gates ?? []);
  if (stop) {
    const because = `The gate ${stop.gate} stopped it: ${stop.because}`;
    const failed: Fact = {
      type: "execution.failed",
      step: null,
      status: "failed",
      message: because,
      because,
      code: "gate_failed",
      result,
      gates,
    };
    return { facts: [failed], answer: { finished: true } };
  }
  const message = degraded ? `Completed without: ${missing.join(", ")}` : "Completed";
  return {
    facts: [{ type: "execution.completed", step: null, status: "completed", message, result, degraded, missing, gates }],
    answer: { finished: true },
  };
}
