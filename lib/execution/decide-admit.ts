import { causeId } from "#lib/kernel/hash.ts";
import type { Json } from "#lib/kernel/json.ts";
import { type Derived, sayDerived } from "#lib/planner/taint.ts";
import type { Terms } from "#lib/safety/approvals/policy.ts";
import type { EffectClass } from "#lib/tools/tool.ts";
import { climb } from "./decide-ladder.ts";
import type { Fact, Hold, PayloadRef } from "./events.ts";
import { foresee } from "./foresee.ts";
import { type Said, withSaid } from "./guard-step.ts";
import { approvalNudge, readyNudge, tellNudge } from "./nudges.ts";
import { leftMs } from "./overtime.ts";
import { queueUp } from "./queue-up.ts";
import type { ReusedStep } from "./reusable.ts";
import { chunkSize, type Decision, type NewStep, type Nudge, nothing, type Row, type Slice } from "./slice.ts";
import { isOver } from "./state.ts";
import { drained, freeSlots, gatherNudge, nameOf, settledNudges, successors } from "./successors.ts";
import { later, plainTerms } from "./times.ts";
import { isUncounted } from "./uncounted.ts";

/** After this many lost workers under one step it is taken for the cause of the loss. */
export const maxLosses = 5;

/** Why a person must see it first, on which terms, and what lets it go unasked. */
type Asking = { why: string[]; terms?: Terms | undefined; waived?: Waived | undefined };
export type Waived = { ruleId: string; givenBy: { id: string; name: string }; until: string; why: string[] };

/** What rendering and policy made of a step before its admission is decided. */
export type Prepared = {
  /** What guards said about it. */
  said?: Said[];
  /** Which parameters derive from outside. */
  derived?: Derived[];
  /** What an approver answers with the decision. */
  form?: PayloadRef;
} & (
  | ({ kind: "call"; params: PayloadRef; effect: EffectClass; summary: string; canUndo?: boolean; waitUntil?: string } & Asking)
  | ({ kind: "spread"; items: Json[]; params: PayloadRef; effect: EffectClass; summary: string } & Asking)
  /** The execution that this one goes on from made this very call. */
  | { kind: "reuse"; made: Extract<ReusedStep, { status: "completed" }>; params: PayloadRef; because: string }
  | { kind: "skip"; because: string }
  | { kind: "broken"; because: string; code: string }
);

/** `outside`: its tool calls something that is not our own database, so that a lost worker may have done it. */
export type AdmitStep = {
  step: string;
  wake: number;
  run: string;
  at: string;
  tool: string;
  prepared: Prepared;
  leaseLost?: boolean;
  outside?: boolean;
  /** Its call leaves this product, so that it is counted. */
  counts?: boolean;
};

export type Admission =
  /** `simulated`: of a dry run, so that nothing is called. `leftMs`: how long the execution may go on. */
  | { kind: "started"; fence: number; attempt: number; recovered: boolean; simulated?: true; leftMs?: number }
  | { kind: "spread"; fence: number; iterations: number }
  | { kind: "held"; reason: string }
  | { kind: "stale" }
  | { kind: "over" };

/**
 * Begins an attempt, or says why not: everything that was true when the step became ready is checked again here,
 * in the transaction that claims it.
 */
export function decideAdmit(slice: Slice, command: AdmitStep): Decision<Admission> {
  const { head } = slice.execution;
  const row = slice.rows[command.step];
  if (!row || isOver(head.status)) return nothing({ kind: "over" });
  const { state } = row;
  if (state.status === "running") return takeOver(slice, row, command);
  if (head.halting) return nothing({ kind: "over" });
  if (!mayBegin(row, command)) return early(slice, row, command) ?? nothing({ kind: "stale" });
  // A step that was released or tries again was spoken of when it was held or began.
  const said = state.approved || state.attempt > 0 || state.status !== "ready" ? undefined : command.prepared.said;
  return withSaid(begin(slice, row, command), row, said);
}

function begin(slice: Slice, row: Row, command: AdmitStep): Decision<Admission> {
  const { prepared } = command;
  if (prepared.kind === "skip" || prepared.kind === "broken") return passOn(slice, endUnrun(slice, row, prepared, command.at));
  if (prepared.kind === "reuse") return passOn(slice, reuse(slice, row, prepared));
  const { stop, passed } = holdsFor(slice, row, command);
  if (stop)
    return stop.reason === "concurrency" || stop.reason === "pause"
      ? held(slice, row, command, stop)
      : passOn(slice, held(slice, row, command, stop));
  // A list takes no slot itself.
  const began =
    prepared.kind === "spread" ? passOn(slice, spread(slice, row, command, prepared)) : started(slice, row, command, prepared, false);
  const begun = withWaiver(began, row, command.tool, prepared);
  if (!slice.execution.head.simulated) return begun;
  return { ...begun, facts: [...foresee(row, { prepared, tool: command.tool, holds: passed }), ...begun.facts] };
}

/** What is done is not done again: its output and its effect stay those of the other execution. */
function reuse(slice: Slice, row: Row, { made, params, because }: Extract<Prepared, { kind: "reuse" }>): Decision<Admission> {
  const { tool, of, output, preview, form } = made;
  const message = `${nameOf(row)}: ${because}`;
  const reused: Fact = {
    type: "step.reused",
    step: row.id,
    status: "completed",
    message,
    name: nameOf(row),
    tool,
    of,
    output,
    preview,
    params,
    ...(form && { form }),
    because,
  };
  if (row.parent !== null) return { facts: [reused], nudges: gatherNudge(slice, row), answer: { kind: "over" } };
  const moves = successors(slice, new Map([[row.id, { missing: false }]]));
  const facts = [reused, ...moves.facts];
  return { facts, settledEdges: moves.settledEdges, nudges: [...moves.nudges, ...settledNudges(slice, facts)], answer: { kind: "over" } };
}

/** Every use of a standing approval stands in the log of the execution that it let go on. */
function withWaiver(
  begun: Decision<Admission>,
  row: Row,
  tool: string,
  { waived, summary, params }: Extract<Prepared, { kind: "call" | "spread" }>,
): Decision<Admission> {
  if (!waived || row.state.attempt > 0) return begun;
  const { ruleId, givenBy, until, why } = waived;
  const fact: Fact = {
    type: "approval.waived",
    step: row.id,
    status: row.state.status,
    message: `Not asked, since ${givenBy.name} always allows it: ${summary}`,
    ruleId,
    givenBy,
    until,
    tool,
    summary,
    why,
    payloadHash: params.hash,
  };
  return { ...begun, facts: [fact, ...begun.facts] };
}

/** A step that was let in and does not start leaves its slot to the next that waits for one. */
function passOn(slice: Slice, decision: Decision<Admission>): Decision<Admission> {
  if (decision.facts.some((fact) => fact.type === "execution.halted")) return decision;
  const slots = freeSlots(slice, slice.execution.head.running);
  return { ...decision, facts: [...decision.facts, ...slots.facts], nudges: [...(decision.nudges ?? []), ...slots.nudges] };
}

function mayBegin(row: Row, { wake, at }: AdmitStep): boolean {
  const { state } = row;
  if (state.wake !== wake) return false;
  if (state.status === "ready") return true;
  if (state.status === "retrying") return state.dueAt <= at;
  const due = dueAtOf(row);
  return due !== undefined && due <= at;
}

/** A wake that came too soon must not be the last one: it is sent again for the time that the step waits for. */
function early(slice: Slice, row: Row, { wake, at }: AdmitStep): Decision<Admission> | undefined {
  const { state } = row;
  const due = dueAtOf(row);
  if (!due || state.wake !== wake) return;
  const nudge = readyNudge(slice.execution.head.id, row.id, wake, due);
  // The second is in its id, since a clock that is behind may find it too early again and a repeated id is dropped.
  return { facts: [], nudges: [{ ...nudge, id: `${nudge.id}:early:${at.slice(0, 19)}` }], answer: { kind: "held", reason: state.status } };
}

function dueAtOf({ state }: Row): string | undefined {
  if (state.status === "retrying") return state.dueAt;
  return state.status === "held" && waitsForTime({ state }) ? state.hold.until : undefined;
}

/** Held until the clock lets it go: a wait of its own, a component that is given time, a budget, a lock or a rate that may have room then. */
function waitsForTime({ state }: Pick<Row, "state">): boolean {
  return state.status === "held" && isUncounted(state.hold.reason);
}

function takeOver(slice: Slice, row: Row, command: AdmitStep): Decision<Admission> {
  const { state } = row;
  if (state.run !== command.run && !command.leaseLost) return nothing({ kind: "stale" });
  if (state.iterations) return nothing({ kind: "spread", fence: state.fence, iterations: state.iterations.total });
  if (slice.execution.head.halting) return lostWhileHalting(slice, row, command);
  if (state.losses >= maxLosses) return lostTooOften(slice, row, command);
  return started(slice, row, command, undefined, true);
}

/** Nothing begins again in an execution that stops: what the lost worker did stays known or unknown, and the end need not wait for it. */
function lostWhileHalting(slice: Slice, row: Row, command: AdmitStep): Decision<Admission> {
  const because = "its worker was lost while the execution stopped";
  const cancelled: Fact = { type: "step.cancelled", step: row.id, status: "cancelled", message: `${nameOf(row)}: ${because}`, because };
  return {
    facts: [...lostEffect(slice, row, command, because), cancelled, ...drained(slice, slice.execution.head.running - 1)],
    answer: { kind: "over" },
  };
}

function lostTooOften(slice: Slice, row: Row, command: AdmitStep): Decision<Admission> {
  const because = `the worker was lost ${maxLosses} times while it ran`;
  const failed: Fact = {
    type: "step.failed",
    step: row.id,
    status: "failed",
    message: `${nameOf(row)} failed: ${because}`,
    because,
    code: "worker_lost",
  };
  const ended = afterFailure(slice, row, [...lostEffect(slice, row, command, because), failed], because);
  const slots = ended.facts.some((fact) => fact.type === "execution.halted")
    ? { facts: [], nudges: [] }
    : freeSlots(slice, slice.execution.head.running - 1);
  return {
    ...ended,
    facts: [...ended.facts, ...slots.facts],
    nudges: [...(ended.nudges ?? []), ...slots.nudges],
    answer: { kind: "over" },
  };
}

/** The ledger of a call that a lost worker may have made. A write that commits with its settlement did not happen. */
function lostEffect(slice: Slice, row: Row, { outside }: AdmitStep, because: string): Fact[] {
  const { head, effects } = slice.execution;
  const effectId = effectIdOf(head.id, row);
  if (effects[effectId]?.status !== "intended") return [];
  const type = outside === false ? "effect.failed" : "effect.unknown";
  return [
    {
      type,
      step: row.id,
      status: "running",
      message: `${outside === false ? "Not done" : "Not known whether done"}: ${effects[effectId]?.summary}`,
      effectId,
      because,
    },
  ];
}

/** What holds it now, and what a dry run only takes note of: nobody decides on what will not happen, and no time passes. */
function holdsFor(slice: Slice, row: Row, command: AdmitStep): { stop: Hold | undefined; passed: Hold[] } {
  const asked = [waitFor(row, command), approvalFor(slice, row, command)].filter((hold) => hold !== undefined);
  const { simulated } = slice.execution.head;
  const [stop] = [pauseFor(slice, command), ...(simulated ? [] : asked), slotFor(slice, command)].filter((hold) => hold !== undefined);
  return { stop, passed: simulated ? asked : [] };
}

function pauseFor({ execution: { head } }: Slice, { at }: AdmitStep): Hold | undefined {
  return head.status === "paused" ? { reason: "pause", because: "The execution is paused", since: at } : undefined;
}

function waitFor(row: Row, { prepared, at }: AdmitStep): Hold | undefined {
  if (prepared.kind !== "call" || prepared.waitUntil === undefined || prepared.waitUntil <= at || row.state.status === "held") return;
  return { reason: "wait", because: "Waits until its time", since: at, until: prepared.waitUntil };
}

function approvalFor(slice: Slice, row: Row, { prepared, at }: AdmitStep): Hold | undefined {
  if ((prepared.kind !== "call" && prepared.kind !== "spread") || !needsApproval(slice, row, prepared)) return;
  return {
    reason: "approval",
    because: "Waiting for an approver",
    since: at,
    until: later(at, (prepared.terms ?? plainTerms).ttlMs),
    ref: approvalIdOf(slice, row),
  };
}

function slotFor({ execution: { head } }: Slice, { prepared, at }: AdmitStep): Hold | undefined {
  if (prepared.kind !== "call" || head.running < head.concurrency) return;
  return { reason: "concurrency", because: `${head.running} steps run at once, as many as allowed`, since: at };
}

function needsApproval(slice: Slice, row: Row, prepared: Extract<Prepared, { kind: "call" | "spread" }>): boolean {
  if (prepared.why.length === 0) return false;
  if (row.state.approved?.payloadHash === prepared.params.hash) return false;
  if (row.parent === null || row.state.recovery?.changes) return true;
  // An iteration of a list that a person released as a whole was seen by that person.
  const list = slice.execution.steps[row.parent];
  return !list?.approved && !list?.foreseen?.holds.some(({ reason }) => reason === "approval");
}

function approvalIdOf(slice: Slice, row: Row): string {
  return causeId("apr", slice.execution.head.id, row.id, row.state.wake);
}

function held(slice: Slice, row: Row, command: AdmitStep, hold: Hold): Decision<Admission> {
  const { head } = slice.execution;
  const { prepared, at } = command;
  const facts: Fact[] = [];
  const nudges: Nudge[] = [];
  const wake = row.state.wake + 1;
  const params = prepared.kind === "call" || prepared.kind === "spread" ? prepared.params : undefined;
  if (hold.reason === "approval" && params && "effect" in prepared) {
    const approvalId = hold.ref ?? "";
    facts.push({
      type: "approval.requested",
      step: row.id,
      status: "held",
      message: `Approval needed: ${prepared.summary}`,
      approvalId,
      kind: "step",
      payload: params,
      payloadHash: params.hash,
      summary: prepared.summary,
      tool: command.tool,
      effect: prepared.effect,
      why: prepared.why,
      ...(prepared.derived && { derived: prepared.derived.slice(0, 20).map(sayDerived) }),
      expiresAt: hold.until ?? later(at, plainTerms.ttlMs),
      ...(prepared.terms && { terms: prepared.terms }),
      ...(prepared.form && { form: prepared.form }),
    });
    nudges.push(approvalNudge(head.id, approvalId));
    if (prepared.terms?.group) nudges.push(tellNudge(head.id, approvalId, "requested"));
  }
  if (hold.reason === "wait" && hold.until) nudges.push(readyNudge(head.id, row.id, wake, hold.until));
  facts.push({
    type: "step.held",
    step: row.id,
    status: "held",
    message: `${nameOf(row)}: ${hold.because}`,
    hold,
    wake,
    ...(params && { params }),
  });
  return { facts, nudges, answer: { kind: "held", reason: hold.reason } };
}

function started(
  slice: Slice,
  row: Row,
  command: AdmitStep,
  prepared: Extract<Prepared, { kind: "call" }> | undefined,
  recovered: boolean,
): Decision<Admission> {
  const { state } = row;
  const fence = state.fence + 1;
  const attempt = recovered ? state.attempt : state.attempt + 1;
  const facts: Fact[] = [
    {
      type: "step.started",
      step: row.id,
      status: "running",
      message: attempt > 1 ? `${nameOf(row)}: attempt ${attempt}` : nameOf(row),
      attempt,
      fence,
      run: command.run,
      ...(prepared && { params: prepared.params }),
      ...(recovered && { recovered: true }),
      ...(command.counts && !slice.execution.head.simulated && { calls: command.tool }),
    },
  ];
  const { simulated } = slice.execution.head;
  if (prepared && prepared.effect !== "read" && !simulated) {
    const effectId = effectIdOf(slice.execution.head.id, row);
    facts.push({
      type: "effect.intended",
      step: row.id,
      status: "running",
      message: `About to: ${prepared.summary}`,
      effectId,
      key: effectId,
      tool: command.tool,
      effect: prepared.effect,
      summary: prepared.summary,
      payload: prepared.params,
      ...(prepared.canUndo !== undefined && { canUndo: prepared.canUndo }),
    });
  }
  const left = simulated ? undefined : leftMs(slice.execution.head, command.at);
  return {
    facts,
    answer: { kind: "started", fence, attempt, recovered, ...(simulated && { simulated }), ...(left !== undefined && { leftMs: left }) },
  };
}

/**
 * One effect a step and iteration, for ever: its id is the idempotency key that the far side sees.
 * A call that recovery changed is another one; the one before is known not to have happened.
 */
export function effectIdOf(executionId: string, { id, state }: Pick<Row, "id"> & { state: Pick<Row["state"], "recovery"> }): string {
  const changes = state.recovery?.changes ?? 0;
  return changes === 0 ? causeId("eff", executionId, id) : causeId("eff", executionId, id, "change", changes);
}

function spread(slice: Slice, row: Row, command: AdmitStep, prepared: Extract<Prepared, { kind: "spread" }>): Decision<Admission> {
  const fence = row.state.fence + 1;
  const newSteps: NewStep[] = prepared.items.map((item, index) => {
    const { forEach: _each, when: _when, ...spec } = row.spec;
    return {
      id: `${row.id}[${index}]`,
      spec: { ...spec, item, index } as NewStep["spec"],
      position: row.position,
      batch: row.batch,
      parent: row.id,
      waitingOn: 0,
    };
  });
  const first = newSteps.slice(0, chunkSize);
  const { head } = slice.execution;
  const rows = first.map((child): Row => ({ ...child, missing: false, state: { ...row.state, id: child.id, wake: 0 } }));
  // A person who released the list saw every item of it.
  const queued = queueUp(head, rows, { at: command.at, onlySlot: () => true });
  const facts: Fact[] = [
    {
      type: "step.started",
      step: row.id,
      status: "running",
      message: `${nameOf(row)}: ${newSteps.length} items`,
      attempt: row.state.attempt + 1,
      fence,
      run: command.run,
      params: prepared.params,
      iterations: newSteps.length,
    },
    ...queued.facts,
  ];
  const { nudges } = queued;
  if (newSteps.length > first.length)
    nudges.push({ id: `${head.id}:advance:${head.seq}`, name: "execution/advance", data: { executionId: head.id } });
  return { facts, newSteps, nudges, answer: { kind: "spread", fence, iterations: newSteps.length } };
}

function endUnrun(slice: Slice, row: Row, prepared: Extract<Prepared, { kind: "skip" | "broken" }>, at: string): Decision<Admission> {
  if (prepared.kind === "skip") {
    const skipped: Fact = {
      type: "step.skipped",
      step: row.id,
      status: "skipped",
      message: `Skipped ${nameOf(row)}: ${prepared.because}`,
      because: prepared.because,
    };
    const moves = successors(slice, new Map([[row.id, { missing: true }]]));
    const facts = [skipped, ...moves.facts];
    return { facts, settledEdges: moves.settledEdges, nudges: [...moves.nudges, ...settledNudges(slice, facts)], answer: { kind: "over" } };
  }
  const facts: Fact[] = [];
  const climbed = climb(slice, row, { at, because: prepared.because, code: prepared.code, facts });
  if (climbed) return { ...climbed, answer: { kind: "over" } };
  const failed = failUnrun(slice, row, prepared.because, prepared.code);
  return { ...failed, facts: [...facts, ...failed.facts], answer: { kind: "over" } };
}

/** Fails a step that did not get to run: what follows is the same as after a failed attempt. */
export function failUnrun(slice: Slice, row: Row, because: string, code: string): Decision<undefined> {
  const failed: Fact = { type: "step.failed", step: row.id, status: "failed", message: `${nameOf(row)} failed: ${because}`, because, code };
  return afterFailure(slice, row, [failed], because);
}

/** A critical failure halts the execution; another leaves its dependents without an input. */
export function afterFailure(slice: Slice, row: Row, facts: Fact[], because: string): Decision<undefined> {
  const { head } = slice.execution;
  // A step that spread over a list is running and takes no slot.
  const runningAfter = head.running - (row.state.status === "running" && !row.state.iterations ? 1 : 0);
  if (row.parent !== null) return { facts, nudges: gatherNudge(slice, row), answer: undefined };
  if (row.spec.critical && !head.halting) {
    const why = `${nameOf(row)} failed: ${because}`;
    facts.push({ type: "execution.halted", step: null, status: head.status, message: `Stopping: ${why}`, as: "failed", because: why });
    if (runningAfter === 0)
      facts.push({
        type: "execution.failed",
        step: null,
        status: "failed",
        message: `Failed: ${why}`,
        because: why,
        code: "step_failed",
        result: null,
      });
    return { facts, answer: undefined };
  }
  const moves = successors(slice, new Map([[row.id, { missing: true }]]));
  const all = [...facts, ...moves.facts];
  return { facts: all, settledEdges: moves.settledEdges, nudges: [...moves.nudges, ...settledNudges(slice, all)], answer: undefined };
}
