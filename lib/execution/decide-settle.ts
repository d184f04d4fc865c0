import { failureTypeOf, longestWaitMs } from "#lib/kernel/failure.ts";
import { causeId, hashText } from "#lib/kernel/hash.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Retry } from "#lib/planner/plan.ts";
import type { WaitFor } from "./attempt.ts";
import { afterFailure, effectIdOf } from "./decide-admit.ts";
import { lookAtEnd } from "./decide-gates.ts";
import { climb, rungCost, rungMs, triedFacts } from "./decide-ladder.ts";
import type { Answer, Fact, Hold, PayloadRef } from "./events.ts";
import { nextRung, noWays, type Ways } from "./ladder.ts";
import { approvalNudge, readyNudge } from "./nudges.ts";
import { overtime, overtimeFacts, overtimeWords } from "./overtime.ts";
import { type Decision, nothing, type Row, type Slice } from "./slice.ts";
import { drained, freeSlots, gatherNudge, nameOf, settledNudges, successors } from "./successors.ts";
import { approvalTtlMs, later } from "./times.ts";

/** How an attempt ended, with its bytes already put aside by reference. */
export type AttemptEnd =
  | { kind: "completed"; output: PayloadRef; preview: string; ms: number; model?: string; proof?: string; answer?: Answer }
  | { kind: "failed"; because: string; code: string; retryable: boolean; retryAfterMs?: number }
  | { kind: "unknown"; because: string }
  | { kind: "aborted"; because: string }
  | { kind: "blocked"; component: string; because: string; waitMs: number }
  | { kind: "waits"; hold: WaitFor; because: string };

/** `ways`: what else could be done about a failure. `next`: who of those that wait for a slot is to have this one. */
export type SettleStep = { step: string; fence: number; at: string; end: AttemptEnd; ways?: Ways | undefined; next?: string | undefined };
export type Settlement = { readied: string[]; status: string };

export const defaultRetry: Retry = { maxAttempts: 3, backoff: "exponential", baseMs: 1_000 };

/**
 * Ends an attempt. A claim whose fence is not the step's own any more changes nothing: somebody else took over.
 * Facts that come after the end of the execution are still facts of the effect ledger.
 */
export function decideSettle(slice: Slice, command: SettleStep): Outcome<Decision<Settlement>> {
  const row = slice.rows[command.step];
  if (row?.state.status !== "running" || row.state.fence !== command.fence)
    return refuse({ code: "conflict", because: "the claim was lost" });
  const ended = endOf(slice, row, command);
  const { head } = slice.execution;
  const last = ended.facts.some((fact) => fact.type === "execution.failed" || fact.type === "execution.halted");
  const runningAfter = head.running - (row.state.iterations ? 0 : 1);
  const draining = last ? [] : drained(slice, runningAfter);
  const slots = last ? { facts: [], nudges: [] } : freeSlots(slice, runningAfter, command.next);
  const looked = last ? [] : lookAtEnd(slice, { failed: ended.answer.status === "failed" }).facts;
  return accept({
    ...ended,
    facts: [...looked, ...ended.facts, ...slots.facts, ...draining],
    // Who waited comes before who has just become ready.
    nudges: [...slots.nudges, ...(ended.nudges ?? [])],
  });
}

function endOf(slice: Slice, row: Row, command: SettleStep): Decision<Settlement> {
  switch (command.end.kind) {
    case "completed":
      return completed(slice, row, command.at, command.end);
    case "unknown":
      return unknown(slice, row, command.at, command.end.because);
    case "aborted":
      // Only an execution that stops loses a step for good.
      if (!slice.execution.head.halting)
        return failed(slice, row, command, { kind: "failed", because: command.end.because, code: "aborted", retryable: true });
      return {
        facts: [
          ...effect(slice, row, { type: "effect.failed", because: command.end.because }),
          {
            type: "step.cancelled",
            step: row.id,
            status: "cancelled",
            message: `${nameOf(row)} was stopped`,
            because: command.end.because,
          },
        ],
        answer: { readied: [], status: "cancelled" },
      };
    case "failed":
      return failed(slice, row, command, command.end);
    case "blocked":
      return blocked(slice, row, command, command.end);
    case "waits":
      return waits(slice, row, command, command.end);
  }
}

function completed(slice: Slice, row: Row, at: string, end: Extract<AttemptEnd, { kind: "completed" }>): Decision<Settlement> {
  const { output, preview, ms, model, proof, answer } = end;
  const facts: Fact[] = [
    ...effect(slice, row, { type: "effect.done", ...(proof !== undefined && { proof }) }),
    ...(row.state.iterations ? [] : triedFacts(row, { at, outcome: "recovered", because: "an attempt failed" })),
    {
      type: "step.completed",
      step: row.id,
      status: "completed",
      message: `${nameOf(row)}: done`,
      output,
      preview,
      ms,
      ...(model !== undefined && { model }),
      ...(answer && { answer }),
    },
  ];
  if (row.parent !== null) return { facts, nudges: gatherNudge(slice, row), answer: { readied: [], status: "completed" } };
  const moves = successors(slice, new Map([[row.id, { missing: false }]]));
  const all = [...facts, ...moves.facts];
  return {
    facts: all,
    settledEdges: moves.settledEdges,
    nudges: [...moves.nudges, ...settledNudges(slice, all)],
    answer: { readied: moves.readied, status: "completed" },
  };
}

function unknown(slice: Slice, row: Row, at: string, because: string): Decision<Settlement> {
  const { head } = slice.execution;
  const { params } = row.state;
  if (!params) return nothing({ readied: [], status: "running" });
  if (head.halting) {
    // Nobody is asked about an execution that stops; the ledger keeps that it is not known.
    const facts: Fact[] = [
      ...effect(slice, row, { type: "effect.unknown", because }),
      { type: "step.cancelled", step: row.id, status: "cancelled", message: `${nameOf(row)} was stopped: ${because}`, because },
    ];
    return { facts, answer: { readied: [], status: "cancelled" } };
  }
  const approvalId = causeId("apr", head.id, row.id, "unknown", row.state.fence);
  const until = later(at, approvalTtlMs * 30);
  const question = `It is not known whether this happened: ${because}`;
  return {
    facts: [
      ...effect(slice, row, { type: "effect.unknown", because }),
      {
        type: "approval.requested",
        step: row.id,
        status: "held",
        message: question,
        approvalId,
        kind: "unknown_effect",
        payload: params,
        payloadHash: params.hash,
        summary: nameOf(row),
        tool: row.spec.tool,
        why: [question, "Approve to do it again, reject to fail the step, edit to give the output it had."],
        expiresAt: until,
      },
      {
        type: "step.held",
        step: row.id,
        status: "held",
        message: question,
        hold: { reason: "approval", because: question, since: at, until, ref: approvalId },
        wake: row.state.wake + 1,
      },
    ],
    nudges: [approvalNudge(head.id, approvalId)],
    answer: { readied: [], status: "held" },
  };
}

function failed(slice: Slice, row: Row, command: SettleStep, end: Extract<AttemptEnd, { kind: "failed" }>): Decision<Settlement> {
  const { head } = slice.execution;
  const retry = { ...defaultRetry, ...row.spec.retry };
  // Which limit it was, the head knows.
  const because = end.code === overtime ? `its execution: ${overtimeWords(head)}` : end.because;
  const facts = effect(slice, row, { type: "effect.failed", because });
  if (head.halting) {
    facts.push({
      type: "step.failed",
      step: row.id,
      status: "failed",
      message: `${nameOf(row)} failed: ${because}`,
      because,
      code: end.code,
    });
    return { facts, answer: { readied: [], status: "failed" } };
  }
  if (end.code === overtime) {
    facts.push({
      type: "step.failed",
      step: row.id,
      status: "failed",
      message: `${nameOf(row)} failed: ${because}`,
      because,
      code: end.code,
    });
    return { facts: [...facts, ...overtimeFacts(head, head.running - 1)], answer: { readied: [], status: "failed" } };
  }
  const dueAt = later(command.at, waitMs(retry, row.state.attempt, `${head.id}:${row.id}`, end.retryAfterMs));
  if (mayTryAgain(row, retry, end, command.ways) && isWithin(row, dueAt)) {
    const wake = row.state.wake + 1;
    facts.push({
      type: "step.retrying",
      step: row.id,
      status: "retrying",
      message: `${nameOf(row)}: ${end.because}; tries again`,
      wake,
      dueAt,
      because: end.because,
      code: end.code,
    });
    return { facts, nudges: [readyNudge(head.id, row.id, wake, dueAt)], answer: { readied: [], status: "retrying" } };
  }
  const { at, ways } = command;
  const climbed = climb(slice, row, { at, ways, facts, because: end.because, code: end.code, waitMs: boundedWait(end.retryAfterMs) ?? 0 });
  if (climbed) return { ...climbed, answer: { readied: [], status: climbed.answer } };
  facts.push(...triedFacts(row, { at, outcome: "failed", because: end.because }), {
    type: "step.failed",
    step: row.id,
    status: "failed",
    message: `${nameOf(row)} failed: ${end.because}`,
    because: end.because,
    code: end.code,
  });
  return { ...afterFailure(slice, row, facts, end.because), answer: { readied: [], status: "failed" } };
}

/** A step that hangs on a component which stays unwell for longer than this has failed. */
const longestBlockMs = 30 * 60_000;

/** It was not called, so nothing of it counts. Another component takes over where that is the next rung; else the step waits until somebody may try again. */
function blocked(slice: Slice, row: Row, command: SettleStep, end: Extract<AttemptEnd, { kind: "blocked" }>): Decision<Settlement> {
  const { at, ways } = command;
  const { head } = slice.execution;
  const since = row.state.startedAt ?? at;
  const fallen = { because: end.because, code: "breaker_open" };
  const isElsewhere = nextRung(row, fallen, ways ?? noWays)?.kind === "component-replacement";
  if (head.halting || isElsewhere || Date.parse(at) - Date.parse(since) > longestBlockMs)
    return failed(slice, row, command, { kind: "failed", ...fallen, retryable: false });
  const until = later(
    at,
    Math.max(100, end.waitMs) + retryDelayMs({ ...defaultRetry, baseMs: 500 }, 1, `${head.id}:${row.id}:${row.state.wake}`),
  );
  return waitFor(slice, row, end.because, { reason: "breaker", because: end.because, since: at, until, ref: end.component });
}

/** It was not called: it goes back until there is room for it. Nobody waits in an execution that stops. */
function waits(slice: Slice, row: Row, command: SettleStep, end: Extract<AttemptEnd, { kind: "waits" }>): Decision<Settlement> {
  if (slice.execution.head.halting)
    return failed(slice, row, command, { kind: "failed", because: end.because, code: `no_${end.hold.reason}`, retryable: false });
  return waitFor(slice, row, end.because, { ...end.hold, because: end.because, since: command.at });
}

function waitFor(slice: Slice, row: Row, because: string, hold: Hold): Decision<Settlement> {
  const wake = row.state.wake + 1;
  return {
    facts: [
      ...effect(slice, row, { type: "effect.failed", because }),
      { type: "step.held", step: row.id, status: "held", message: `${nameOf(row)}: ${because}`, hold, wake },
    ],
    nudges: hold.until === undefined ? [] : [readyNudge(slice.execution.head.id, row.id, wake, hold.until)],
    answer: { readied: [], status: "held" },
  };
}

/** Whether the rung that the step is on has an attempt left for such a failure; the first one is its own attempts. */
function mayTryAgain(row: Row, retry: Retry, end: Extract<AttemptEnd, { kind: "failed" }>, ways: Ways = noWays): boolean {
  const { rung } = row.state.recovery ?? {};
  const attempts = row.state.attempt - (rung?.before ?? 0);
  // An answer that is refined until it fits is asked for again because it did not.
  const retryable = end.retryable || (rung?.name === "iterative_refinement" && rung.error === failureTypeOf(end.code));
  if (!retryable || attempts >= (rung?.attempts ?? retry.maxAttempts)) return false;
  const sooner = retry.fallbackAfter ?? retry.maxAttempts;
  return rung !== undefined || attempts < sooner || !nextRung(row, end, ways);
}

/** Whether the rung that the step is on has time and money left for an attempt at that time. */
function isWithin({ state }: Row, at: string): boolean {
  const { maxMs, maxMicros } = state.recovery?.rung ?? {};
  return (maxMs === undefined || rungMs(state, at) < maxMs) && (maxMicros === undefined || (rungCost(state)?.micros ?? 0) < maxMicros);
}

/** What the far side asked for, as far as a wait can be: at least nothing, at most a day. */
function boundedWait(ms: number | undefined): number | undefined {
  return ms === undefined || Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestWaitMs);
}

/** The backoff; where the far side named a time, never sooner and hardly later than that: a little apart, so that not all come back at once. */
export function waitMs(retry: Retry, attempt: number, identity: string, asked?: number): number {
  const own = retryDelayMs(retry, attempt, identity);
  const wait = boundedWait(asked);
  return wait === undefined ? own : wait + Math.min(own, Math.round(wait / 10));
}

type EffectEnd = { type: "effect.done"; proof?: string } | { type: "effect.failed" | "effect.unknown"; because: string };

/** The ledger's side of an end, for a step whose effect was intended and not settled yet. */
function effect(slice: Slice, row: Row, end: EffectEnd): Fact[] {
  const { head, effects } = slice.execution;
  const effectId = effectIdOf(head.id, row);
  if (effects[effectId]?.status !== "intended") return [];
  const common = { step: row.id, status: "running", effectId };
  if (end.type === "effect.done") return [{ ...end, ...common, message: `Done: ${effects[effectId]?.summary}` }];
  return [
    {
      ...end,
      ...common,
      message: `${end.type === "effect.unknown" ? "Not known whether done" : "Not done"}: ${effects[effectId]?.summary}`,
    },
  ];
}

/**
 * Milliseconds before attempt `attempt + 1`: base × 2^(attempt−1), base × attempt, or base; capped at an hour, then 50 to 100 % of it.
 * The jitter comes from the step's identity, so that a replay waits for the same time.
 */
export function retryDelayMs(retry: Retry, attempt: number, identity: string): number {
  const factor = { exponential: 2 ** (attempt - 1), linear: attempt, fixed: 1 }[retry.backoff];
  const jitter = 0.5 + Number.parseInt(hashText(`${identity}:${attempt}`).slice(0, 8), 16) / 0xffffffff / 2;
  return Math.round(Math.min(retry.baseMs * factor, 3_600_000) * jitter);
}
