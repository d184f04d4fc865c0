import { causeId } from "#lib/kernel/hash.ts";
import type { By, Fact } from "./events.ts";
import { type Fallen, nextRung, noWays, type Rung, type Ways } from "./ladder.ts";
import { approvalNudge, readyNudge } from "./nudges.ts";
import type { Decision, Row, Slice } from "./slice.ts";
import type { Spent, Step } from "./state.ts";
import { gatherNudge, nameOf, settledNudges, successors } from "./successors.ts";
import { approvalTtlMs, later } from "./times.ts";

/** A person who is asked for help has longer than one who only approves. */
const helpWithinMs = 7 * approvalTtlMs;

export type Climb = Fallen & { at: string; ways?: Ways | undefined; facts: Fact[]; waitMs?: number };

/** Takes the next rung for a step whose attempts are used up; nothing when there is none and the step has failed. */
export function climb(slice: Slice, row: Row, command: Climb): Decision<string> | undefined {
  if (slice.execution.head.halting) return;
  const rung = nextRung(row, command, command.ways ?? noWays);
  // Nobody is asked about what did not happen.
  if (!rung || (slice.execution.head.simulated && rung.kind === "manual-intervention")) return;
  // The end follows, and what was done is undone after it.
  if (rung.kind === "rollback") {
    command.facts.push(chosen(row, rung, command));
    return;
  }
  const facts = [...command.facts, ...triedFacts(row, { ...command, outcome: "failed" }), chosen(row, rung, command)];
  switch (rung.kind) {
    case "component-replacement":
    case "parameter-adjustment":
      return callOtherwise(slice, row, facts, command);
    case "workflow-modification":
      return leaveOut(slice, row, rung, { ...command, facts });
    case "manual-intervention":
      return askForHelp(slice, row, rung, { ...command, facts });
  }
}

function chosen(row: Row, rung: Rung, { because, code }: Climb): Fact {
  const { name, kind, from, index, tool, to, timeoutMs, attempts, maxMs, maxMicros, error } = rung;
  return {
    type: "recovery.chosen",
    step: row.id,
    status: row.state.status,
    message: `${nameOf(row)}: ${wordsOf(rung)}, since ${because}`,
    rung: name,
    kind,
    from,
    ...(index !== undefined && { index }),
    ...(tool !== undefined && { tool }),
    ...(to !== undefined && { to }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    attempts,
    ...(maxMs !== undefined && { maxMs }),
    ...(maxMicros !== undefined && { maxMicros }),
    because,
    code,
    error,
  };
}

function wordsOf({ kind, name, tool }: Rung): string {
  const plain = {
    "component-replacement": `goes on with ${tool}`,
    "parameter-adjustment": "is tried in another form",
    "workflow-modification": "is left out",
    rollback: "ends the execution, which is rolled back",
    "manual-intervention": "waits for a person",
  }[kind];
  return name === kind || name === "another component" ? plain : `${plain} (${name})`;
}

/**
 * The record of the rung that ends here: what was tried, why, for how long, and what came of it.
 * One attempt that failed with nothing tried before is no rung.
 */
export function triedFacts(
  { id, spec, state }: Row,
  { at, outcome, because, by }: { at: string; outcome: "recovered" | "failed" | "left out"; because: string; by?: By },
): Fact[] {
  const { rung } = state.recovery ?? {};
  const attempts = state.attempt - (rung?.before ?? 0);
  if (!rung && attempts < 2) return [];
  const name = rung?.name ?? "retry";
  const ms = rungMs(state, at);
  const cost = rungCost(state);
  return [
    {
      type: "recovery.tried",
      step: id,
      status: state.status,
      message: `${nameOf({ id, spec })}: ${name} ${outcomes[outcome]}`,
      rung: name,
      because: rung?.because ?? because,
      ms,
      outcome,
      attempts,
      ...(cost && { costMicros: cost.micros, tokens: cost.tokens }),
      ...(rung && { error: rung.error }),
      ...(by && { by }),
    },
  ];
}

/** How long the rung that a step is on has taken, without people's time; its own attempts are the first. */
export function rungMs({ recovery, startedAt, heldMs }: Step, at: string): number {
  const { rung } = recovery ?? {};
  return Math.max(0, Date.parse(at) - Date.parse(rung?.since ?? startedAt ?? at) - (rung ? heldMs - rung.heldMs : 0));
}

/** What the rung that a step is on has cost so far; nothing where no model was called. */
export function rungCost({ recovery, spent }: Step): Spent | undefined {
  const before = recovery?.rung?.spent ?? { micros: 0, tokens: 0 };
  const cost = spent && { micros: spent.micros - before.micros, tokens: spent.tokens - before.tokens };
  return cost && (cost.tokens > 0 || cost.micros > 0) ? cost : undefined;
}

const outcomes = { recovered: "brought it through", failed: "did not help", "left out": "was ended by leaving it out" };

function callOtherwise(slice: Slice, row: Row, facts: Fact[], { at, because, code, waitMs = 0 }: Climb): Decision<string> {
  const wake = row.state.wake + 1;
  const dueAt = later(at, waitMs);
  facts.push({
    type: "step.retrying",
    step: row.id,
    status: "retrying",
    message: `${nameOf(row)}: tries another way`,
    wake,
    dueAt,
    because,
    code,
  });
  return { facts, nudges: [readyNudge(slice.execution.head.id, row.id, wake, dueAt)], answer: "retrying" };
}

/** The step, and the pending ones that the rung names, are left out; what hangs on them follows its own `onMissing`. */
function leaveOut(slice: Slice, row: Row, { skipSteps = [], name }: Rung, { facts, because }: Climb): Decision<string> {
  const left = [
    row,
    ...skipSteps.flatMap((id) => slice.rows[id] ?? []).filter(({ id, state }) => id !== row.id && state.status === "pending"),
  ];
  for (const { id, spec } of left) {
    const why = id === row.id ? because : `left out with ${nameOf(row)}`;
    facts.push({
      type: "step.skipped",
      step: id,
      status: "skipped",
      message: `Left out ${nameOf({ id, spec })}: ${why}`,
      because: `${name}: ${why}`,
    });
  }
  if (row.parent !== null) return { facts, nudges: gatherNudge(slice, row), answer: "skipped" };
  const moves = successors(slice, new Map(left.map(({ id }) => [id, { missing: true }])), new Set(left.map(({ id }) => id)));
  const all = [...facts, ...moves.facts];
  return { facts: all, settledEdges: moves.settledEdges, nudges: [...moves.nudges, ...settledNudges(slice, all)], answer: "skipped" };
}

function askForHelp(slice: Slice, row: Row, rung: Rung, { facts, at, because }: Climb): Decision<string> {
  const { head } = slice.execution;
  const { params, wake } = row.state;
  if (!params) return { facts, answer: "failed" };
  const approvalId = causeId("apr", head.id, row.id, "help", wake);
  const until = later(at, helpWithinMs);
  const question = rung.ask ?? `${nameOf(row)} could not be done: ${because}`;
  facts.push(
    {
      type: "approval.requested",
      step: row.id,
      status: "held",
      message: `Help needed: ${question}`,
      approvalId,
      kind: "intervention",
      payload: params,
      payloadHash: params.hash,
      summary: nameOf(row),
      tool: row.spec.tool,
      why: [
        ...(rung.ask === undefined ? [] : [rung.ask]),
        `The error: ${because}`,
        ...triedWords(row),
        "Try again, change the input, give the output, leave it out, or let it fail.",
      ],
      expiresAt: until,
    },
    {
      type: "step.held",
      step: row.id,
      status: "held",
      message: question,
      hold: { reason: "approval", because: question, since: at, until, ref: approvalId },
      wake: wake + 1,
    },
  );
  return { facts, nudges: [approvalNudge(head.id, approvalId)], answer: "held" };
}

function triedWords({ state: { attempt, recovery } }: Row): string[] {
  if (!recovery) return attempt > 1 ? [`Tried ${attempt} times.`] : [];
  const before = recovery.tried.map(({ name, attempts, outcome }) => `Tried ${name}, ${attempts} times: ${outcome}.`);
  return recovery.rung ? [...before, `Tried ${recovery.rung.name}: failed.`] : before;
}
