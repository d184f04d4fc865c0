import { z } from "zod";
import { failureTypes } from "#lib/kernel/failure.ts";
import { optimisations, scoreParts } from "#lib/kernel/meter.ts";
import { phases } from "#lib/safety/allocation.ts";
import { Terms } from "#lib/safety/approvals/policy.ts";
import { GatePhase, GateVerdict } from "#lib/safety/gates/gate.ts";
import { autonomies } from "#lib/tenancy/settings.ts";

/**
 * The log's events. An event's schema is the row's JSON, the stream's payload and the reducer's input: there is no other form.
 * `step`, `status` (after the event) and `message` (plain words) stand in every event, so that the log reads by itself.
 * Bytes are never here: events carry references, hashes and short previews.
 */
export const PayloadRef = z.object({
  id: z.string(),
  hash: z.string(),
  bytes: z.int(),
  /** The execution that keeps the bytes, where it is another one: a fork refers to what its parent made. */
  of: z.string().optional(),
});
export type PayloadRef = z.infer<typeof PayloadRef>;

export const By = z.object({ kind: z.enum(["member", "key", "system"]), id: z.string(), name: z.string() });
export type By = z.infer<typeof By>;

/** What a call of a model is for. */
const Phase = z.enum(phases);

export const ApprovalKind = z.enum(["step", "plan", "budget", "unknown_effect", "intervention"]);
export type ApprovalKind = z.infer<typeof ApprovalKind>;

/** For whom somebody decides who stands in for them. */
const OnBehalfOf = z.object({ id: z.string(), name: z.string() });

export const EffectOf = z.enum(["read", "write", "send", "spend", "delete"]);

export const HoldReason = z.enum(["approval", "guardrail", "budget", "lock", "rate", "concurrency", "breaker", "pause", "wait"]);
export type HoldReason = z.infer<typeof HoldReason>;

export const Hold = z.object({
  reason: HoldReason,
  /** Plain words: "Waiting for an approver". */
  because: z.string(),
  since: z.string(),
  /** When it ends by itself, where that is known. */
  until: z.string().optional(),
  /** The approval, lock or breaker that it hangs on. */
  ref: z.string().optional(),
});
export type Hold = z.infer<typeof Hold>;

/** What a rung of the ladder does. */
export const RungKind = z.enum([
  "component-replacement",
  "parameter-adjustment",
  "workflow-modification",
  "rollback",
  "manual-intervention",
]);
export type RungKind = z.infer<typeof RungKind>;
/** Who says that it comes next: the step, the plan, the answer to this kind of error, or what else can do the same. */
export const RungSource = z.enum(["step", "plan", "error", "capability"]);
export type RungSource = z.infer<typeof RungSource>;

export const Autonomy = z.enum(autonomies);
export type Autonomy = z.infer<typeof Autonomy>;

/** What a planner made of the request before the execution was asked for. */
export const Draft = z.object({ plan: PayloadRef, planner: z.string(), notes: z.array(z.string()) });
export type Draft = z.infer<typeof Draft>;

/** Where a dry run took an answer from: the call itself, which only reads this workspace; what the same tool said last; or what it promises. */
export const Answer = z.enum(["computed", "recorded", "contract"]);
export type Answer = z.infer<typeof Answer>;

/** An execution that goes on from another's: which steps it takes over, and whether it does again what was done already. */
export const Fork = z.object({
  of: z.string(),
  /** Where it leaves the other; absent: at its beginning. */
  from: z.string().optional(),
  effects: z.enum(["reuse", "repeat"]),
  /** What it takes over, by step. */
  reused: PayloadRef.optional(),
  /** The input that somebody gave to the step that it begins with. */
  params: PayloadRef.optional(),
  planner: z.string(),
  /** The version of the plan that the other runs by. */
  planVersion: z.int(),
  /** It takes the other's place with a changed plan: the other ends when this one begins. */
  replaces: z.literal(true).optional(),
  /** It was proposed while the other ran: that one is paused first, and its steps are waited for. */
  atWork: z.literal(true).optional(),
  /** Why the plan was changed, and why a person has to agree to it. */
  because: z.string().optional(),
  asks: z.array(z.string()).optional(),
});
export type Fork = z.infer<typeof Fork>;

/** Money or tokens, or both. */
export const Budget = z.object({ limitMicros: z.int().optional(), limitTokens: z.int().optional(), currency: z.string() });
export type Budget = z.infer<typeof Budget>;

/** What the product does about a plan that does too badly: nothing, propose another, or go on by it where it does no more to the world. */
const Replanning = z.enum(["never", "ask", "alone"]);

const taken = <Value extends z.ZodType>(value: Value) =>
  z.object({ value, from: z.enum(["system", "workspace", "workflow", "step", "execution"]) }).optional();
/** The settings that an execution goes by, each with the level that it comes from. */
export const SettingsTaken = z.object({
  autonomy: taken(Autonomy),
  concurrency: taken(z.int()),
  stepTimeoutMs: taken(z.int()),
  stepAttempts: taken(z.int()),
  executionTimeoutMs: taken(z.int()),
  executionTimeoutCounts: taken(z.enum(["work", "all"])),
  minEffectiveness: taken(z.number()),
  replanning: taken(Replanning),
});
export type SettingsTaken = z.infer<typeof SettingsTaken>;

/** The version of the events written now. Older ones are upcast on read (`upcast.ts`). */
export const eventVersion = 1;

const envelope = {
  id: z.string(),
  seq: z.int(),
  at: z.string(),
  v: z.literal(eventVersion),
  step: z.string().nullable(),
  status: z.string(),
  message: z.string(),
  /** In every event of a dry run: nothing of it happened in the world. */
  simulated: z.literal(true).optional(),
};

const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ ...envelope, type: z.literal(type), ...shape });

const Gates = z.array(GateVerdict).optional();

export const ExecutionEvent = z.discriminatedUnion("type", [
  event("execution.requested", {
    title: z.string(),
    request: z.string().optional(),
    /** The request word for word, where the log withholds something of it. */
    original: PayloadRef.optional(),
    input: PayloadRef.optional(),
    /** A plan that came with the request; nobody plans then. */
    given: PayloadRef.optional(),
    /** The planner's draft that somebody looked at before: version 1, also where another plan was given in its place. */
    draft: Draft.optional(),
    workflowId: z.string().optional(),
    workflowVersion: z.int().optional(),
    /** Of the workflow: whoever has a hand in it needs the permission of this group. */
    group: z.string().optional(),
    trigger: z.string(),
    by: By,
    autonomy: Autonomy,
    concurrency: z.int(),
    budget: Budget.optional(),
    settings: SettingsTaken.optional(),
    parent: z.string().optional(),
    fork: Fork.optional(),
  }),
  event("plan.requested", { planner: z.string() }),
  event("plan.proposed", {
    plan: PayloadRef,
    version: z.int(),
    steps: z.int(),
    batches: z.int(),
    gain: z.number(),
    planner: z.string(),
    notes: z.array(z.string()),
    /** What the gates before it said. */
    gates: Gates,
  }),
  event("plan.approved", { version: z.int(), by: By }),
  event("plan.replaced", { plan: PayloadRef, version: z.int(), because: z.string(), by: By }),
  event("execution.planned", {
    plan: PayloadRef,
    version: z.int(),
    steps: z.int(),
    batches: z.int(),
    gain: z.number(),
    planner: z.string(),
    notes: z.array(z.string()),
    /** What the gates before it said. */
    gates: Gates,
  }),
  event("execution.started", {}),
  event("execution.paused", { by: By }),
  event("execution.resumed", { by: By }),
  /** No new step begins; the end follows when what runs has drained. */
  event("execution.halted", { as: z.enum(["failed", "cancelled"]), because: z.string(), by: By.optional() }),
  event("execution.completed", {
    result: PayloadRef.nullable(),
    degraded: z.boolean(),
    missing: z.array(z.string()),
    /** What the gates behind it said. */
    gates: Gates,
  }),
  event("execution.failed", { because: z.string(), code: z.string(), result: PayloadRef.nullable(), gates: Gates }),
  event("execution.cancelled", { because: z.string(), by: By.optional() }),

  event("step.readied", {
    wake: z.int(),
    name: z.string(),
    tool: z.string(),
    parent: z.string().optional(),
    /** Given by a person, so that nothing is rendered. */
    params: PayloadRef.optional(),
  }),
  /** Another execution did it: its output stands here by reference, and nothing is done again. */
  event("step.reused", {
    name: z.string(),
    tool: z.string(),
    of: z.string(),
    output: PayloadRef,
    preview: z.string(),
    params: PayloadRef.optional(),
    /** What people answered to its form. */
    form: PayloadRef.optional(),
    because: z.string(),
  }),
  event("step.held", { hold: Hold, wake: z.int(), params: PayloadRef.optional() }),
  event("step.released", {
    wake: z.int(),
    because: z.string(),
    /** A person who let it go on, and the input that it goes on with. */
    by: By.optional(),
    params: PayloadRef.optional(),
  }),
  event("step.started", {
    attempt: z.int(),
    fence: z.int(),
    run: z.string(),
    params: PayloadRef.optional(),
    /** The worker that ran it before was lost; this claim takes over. */
    recovered: z.boolean().optional(),
    /** A `forEach` step: how many iterations it spawned. */
    iterations: z.int().optional(),
    /** The tool, where the call leaves this product: such calls are counted. */
    calls: z.string().optional(),
  }),
  event("step.progressed", { note: z.string() }),
  event("step.completed", {
    output: PayloadRef,
    preview: z.string(),
    ms: z.int(),
    model: z.string().optional(),
    /** In a dry run. */
    answer: Answer.optional(),
  }),
  event("step.failed", { because: z.string(), code: z.string() }),
  event("step.retrying", { wake: z.int(), dueAt: z.string(), because: z.string(), code: z.string() }),
  event("step.skipped", { because: z.string() }),
  event("step.cancelled", { because: z.string() }),

  /** In a dry run: here the real one waits, for a person or for a time. */
  event("hold.foreseen", {
    reason: HoldReason,
    because: z.string(),
    summary: z.string(),
    why: z.array(z.string()),
    until: z.string().optional(),
  }),

  event("approval.requested", {
    approvalId: z.string(),
    kind: ApprovalKind,
    payload: PayloadRef,
    /** What a decision is bound to. */
    payloadHash: z.string(),
    summary: z.string(),
    tool: z.string().optional(),
    effect: EffectOf.optional(),
    why: z.array(z.string()),
    /** Which parameters derive from outside, in words. */
    derived: z.array(z.string()).optional(),
    expiresAt: z.string(),
    /** Who decides it, how many have to agree, and what follows when nobody does. */
    terms: Terms.optional(),
    /** The questions that are answered with the decision. */
    form: PayloadRef.optional(),
    /** The budget that is to be raised. */
    budget: z.string().optional(),
    /** Who asked for it, where that is not who asked for the execution. */
    askedBy: By.optional(),
  }),
  /** One of several who have to agree did. `person`: who decided, also where a key was used. */
  event("approval.voted", {
    approvalId: z.string(),
    by: By,
    person: z.string(),
    onBehalfOf: OnBehalfOf.optional(),
    note: z.string().optional(),
    payloadHash: z.string(),
    /** The answers that they agree to: other ones than before are asked about anew. */
    form: PayloadRef.optional(),
  }),
  /** Somebody changed what is asked about: who agreed before agreed to something else. */
  event("approval.amended", {
    approvalId: z.string(),
    by: By,
    payload: PayloadRef,
    payloadHash: z.string(),
    summary: z.string(),
    why: z.array(z.string()),
    note: z.string().optional(),
  }),
  event("approval.reminded", { approvalId: z.string() }),
  event("approval.escalated", { approvalId: z.string(), group: z.object({ id: z.string(), name: z.string() }), expiresAt: z.string() }),
  /** A standing approval let a call go that would have been asked about. */
  event("approval.waived", {
    ruleId: z.string(),
    givenBy: z.object({ id: z.string(), name: z.string() }),
    until: z.string(),
    tool: z.string(),
    summary: z.string(),
    why: z.array(z.string()),
    payloadHash: z.string(),
  }),
  event("approval.decided", {
    approvalId: z.string(),
    decision: z.enum(["approve", "reject", "edit"]),
    by: By,
    onBehalfOf: OnBehalfOf.optional(),
    note: z.string().optional(),
    payload: PayloadRef.optional(),
    payloadHash: z.string().optional(),
    /** What was answered to its form. */
    form: PayloadRef.optional(),
  }),
  event("approval.expired", { approvalId: z.string() }),

  event("effect.intended", {
    effectId: z.string(),
    key: z.string(),
    tool: z.string(),
    effect: EffectOf,
    summary: z.string(),
    payload: PayloadRef,
    /** Whether there is a way to take it back, as long as that is not refused then. Older events say nothing of it. */
    canUndo: z.boolean().optional(),
    /** The effect that this one takes back. */
    undoes: z.string().optional(),
  }),
  /** `by`: a person who said so, where nobody else could. */
  event("effect.done", { effectId: z.string(), proof: z.string().optional(), by: By.optional() }),
  event("effect.failed", { effectId: z.string(), because: z.string(), by: By.optional() }),
  event("effect.unknown", { effectId: z.string(), because: z.string() }),
  event("effect.compensated", { effectId: z.string(), because: z.string() }),
  /** In a dry run: what the call would do to the world. */
  event("effect.foreseen", { tool: z.string(), effect: EffectOf, summary: z.string(), payload: PayloadRef }),

  event("guardrail.violated", { policy: z.string(), severity: z.string(), verdict: z.string(), because: z.string() }),
  /** What the gates found while it ran, where that is something else than before. */
  event("gate.checked", { phase: GatePhase, gates: z.array(GateVerdict) }),
  event("budget.reserved", {
    amountMicros: z.int(),
    tokens: z.int(),
    phase: Phase.optional(),
    /** What was left out of the call, in the order in which it was, with the tokens that this saved. */
    spared: z.array(z.object({ name: z.enum(optimisations), tokens: z.int() })).optional(),
    /** What spoke for each model that could be asked, the first one first. */
    sheet: z.array(z.object({ model: z.string(), score: z.number(), parts: z.record(z.enum(scoreParts), z.number()) })).optional(),
  }),
  event("budget.settled", { amountMicros: z.int(), tokens: z.int(), phase: Phase.optional() }),
  event("budget.crossed", { zone: z.string(), percent: z.number() }),
  event("budget.changed", { budget: Budget, by: By }),
  /** The next rung of the ladder: what will be done now about a failure. */
  event("recovery.chosen", {
    rung: z.string(),
    kind: RungKind,
    from: RungSource,
    /** Its place in the list of fallbacks that it was declared in: the step's own first, then the plan's. */
    index: z.int().optional(),
    /** The tool that takes over. */
    tool: z.string().optional(),
    /** How far back it goes: to before this step. */
    to: z.string().optional(),
    timeoutMs: z.int().optional(),
    attempts: z.int(),
    /** What it may take and cost at the most. */
    maxMs: z.int().optional(),
    maxMicros: z.int().optional(),
    because: z.string(),
    code: z.string(),
    error: z.enum(failureTypes),
  }),
  /** A rung that is over: what was tried, why, how long it took without people's time, and what came of it. */
  event("recovery.tried", {
    rung: z.string(),
    because: z.string(),
    ms: z.int(),
    outcome: z.string(),
    attempts: z.int().optional(),
    /** What its calls of models cost, where there were any. */
    costMicros: z.int().optional(),
    tokens: z.int().optional(),
    /** The execution that would go on by the plan that is proposed. */
    execution: z.string().optional(),
    error: z.enum(failureTypes).optional(),
    by: By.optional(),
  }),
  event("context.written", { key: z.string(), version: z.int(), value: z.json(), writer: z.string() }),
  event("message.sent", {
    messageId: z.string(),
    from: z.string(),
    to: z.string(),
    text: z.string(),
    /** The approval that it is about. */
    approvalId: z.string().optional(),
  }),
]);
export type ExecutionEvent = z.infer<typeof ExecutionEvent>;
export type EventType = ExecutionEvent["type"];
export type EventOf<Type extends EventType> = Extract<ExecutionEvent, { type: Type }>;

type WithoutEnvelope<E> = E extends ExecutionEvent ? Omit<E, "id" | "seq" | "at" | "v"> : never;
/** An event as `decide` makes it: the append adds its identity, place and time. */
export type Fact = WithoutEnvelope<ExecutionEvent>;

export const eventTypes = ExecutionEvent.options.map((option) => option.shape.type.value) as EventType[];

/** The events that end an execution: each is the last of its stream. */
export const endings = ["execution.completed", "execution.failed", "execution.cancelled"] as const satisfies EventType[];

export function isEnding(type: string): boolean {
  return (endings as readonly string[]).includes(type);
}
