import { type EventOf, type ExecutionEvent, isUncounted } from "./events.ts";
import { keyOfRung } from "./ladder.ts";
import type { ForeseenHold, Step } from "./state.ts";

/** One step's next state. Never refuses; an event that does not move a step leaves it as it was. */
export function reduceStep(was: Step | undefined, id: string, event: ExecutionEvent): Step | undefined {
  switch (event.type) {
    case "step.readied":
      return {
        ...base(was ?? blank(id)),
        name: event.name,
        tool: event.tool,
        ...(event.parent !== undefined && { parent: event.parent }),
        status: "ready",
        wake: event.wake,
        readiedAt: event.at,
        ...(event.params && { params: event.params }),
      };
    case "step.reused":
      return {
        ...base(was ?? blank(id)),
        name: event.name,
        tool: event.tool,
        ...(event.params && { params: event.params }),
        ...(event.form && { form: event.form }),
        status: "completed",
        output: event.output,
        preview: event.preview,
        reused: event.of,
        endedAt: event.at,
      };
    case "step.held":
      return (
        was && {
          ...base(was),
          ...waited(was, event.at),
          status: "held",
          hold: event.hold,
          wake: event.wake,
          ...(event.params && { params: event.params, ...applied(was) }),
          // A call that was not let through is no attempt.
          ...(was.status === "running" && isUncounted(event.hold.reason) && { attempt: was.attempt - 1 }),
        }
      );
    case "step.released":
      return (
        was && {
          ...base(was),
          ...waited(was, event.at),
          ...handedBack(was, event),
          status: "ready",
          wake: event.wake,
          ...(event.params && { params: event.params }),
        }
      );
    case "step.started":
      return (
        was && {
          ...base(was),
          ...waited(was, event.at),
          status: "running",
          attempt: event.attempt,
          fence: event.fence,
          run: event.run,
          losses: was.losses + (event.recovered ? 1 : 0),
          ...(event.params && { params: event.params, ...applied(was) }),
          ...(event.iterations !== undefined && { iterations: { total: event.iterations, settled: 0, failed: 0 } }),
          startedAt: was.startedAt ?? event.at,
          ...(event.iterations === undefined && { since: event.at }),
        }
      );
    case "step.progressed":
      return was?.status === "running" ? { ...was, note: event.note, heardAt: event.at } : was;
    case "step.completed":
      return (
        was && {
          ...base(was),
          ...waited(was, event.at),
          status: "completed",
          output: event.output,
          preview: event.preview,
          ...(event.answer && { answer: event.answer }),
          endedAt: event.at,
        }
      );
    case "step.failed":
      return (
        was && { ...base(was), ...waited(was, event.at), status: "failed", because: event.because, code: event.code, endedAt: event.at }
      );
    case "step.retrying":
      return (
        was && {
          ...base(was),
          ...waited(was, event.at),
          status: "retrying",
          dueAt: event.dueAt,
          because: event.because,
          since: event.at,
          wake: event.wake,
        }
      );
    case "step.skipped":
      return { ...base(was ?? blank(id)), status: "skipped", because: event.because, endedAt: event.at };
    case "step.cancelled":
      return {
        ...base(was ?? blank(id)),
        ...(was && waited(was, event.at)),
        status: "cancelled",
        because: event.because,
        endedAt: event.at,
      };
    case "approval.decided":
      return was && event.decision !== "reject" && event.payloadHash !== undefined
        ? {
            ...was,
            approved: { approvalId: event.approvalId, payloadHash: event.payloadHash, by: event.by },
            ...(event.payload && { params: event.payload }),
            ...(event.form && { form: event.form }),
            ...(event.decision === "edit" && was.recovery && { recovery: { ...was.recovery, changes: was.recovery.changes + 1 } }),
          }
        : was;
    case "hold.foreseen":
      return was && { ...was, foreseen: { ...was.foreseen, holds: [...(was.foreseen?.holds ?? []), foreseenHold(event)] } };
    case "effect.foreseen":
      return (
        was && {
          ...was,
          foreseen: { holds: was.foreseen?.holds ?? [], effect: { tool: event.tool, effect: event.effect, summary: event.summary } },
        }
      );
    case "approval.waived":
      return was && { ...was, waived: { ruleId: event.ruleId, givenBy: event.givenBy } };
    case "budget.settled":
      return (
        was && { ...was, spent: { micros: (was.spent?.micros ?? 0) + event.amountMicros, tokens: (was.spent?.tokens ?? 0) + event.tokens } }
      );
    case "recovery.chosen":
      return was && chosen(was, event);
    case "recovery.tried":
      return was && tried(was, event);
    default:
      return was;
  }
}

/** A rung begins. Each starts from the step's own parameters, but for a person, who goes on with what was called last. */
function chosen(was: Step, event: EventOf<"recovery.chosen">): Step {
  const { rung: name, kind, from, index, tool, timeoutMs, maxMs, maxMicros, attempts, because, error, at } = event;
  const before = was.recovery ?? { changes: 0, used: [], tried: [] };
  const isPerson = kind === "manual-intervention";
  const original = before.original ?? was.params;
  const { approved: _approved, ...unapproved } = was;
  return {
    // What was released was this call of this tool.
    ...(kind === "component-replacement" ? unapproved : was),
    ...(!isPerson && original && { params: original }),
    recovery: {
      rung: {
        name,
        kind,
        from,
        ...(index !== undefined && { index }),
        ...(tool !== undefined && { tool }),
        ...(timeoutMs !== undefined && { timeoutMs }),
        attempts,
        ...(maxMs !== undefined && { maxMs }),
        ...(maxMicros !== undefined && { maxMicros }),
        before: was.attempt,
        ...(was.spent && { spent: was.spent }),
        since: at,
        heldMs: was.heldMs,
        because,
        error,
        applied: isPerson,
      },
      ...(original && { original }),
      changes: before.changes + (kind === "component-replacement" || kind === "parameter-adjustment" ? 1 : 0),
      used: [...before.used, keyOfRung({ from, name, ...(index !== undefined && { index }), ...(tool !== undefined && { tool }) })],
      tried: before.tried,
    },
  } as Step;
}

function tried(was: Step, event: EventOf<"recovery.tried">): Step {
  const { rung: name, because, ms, outcome, attempts = 0, costMicros, tokens, at } = event;
  const cost = { ...(costMicros !== undefined && { costMicros }), ...(tokens !== undefined && { tokens }) };
  const before = was.recovery ?? { changes: 0, used: [], tried: [] };
  return { ...was, recovery: { ...before, tried: [...before.tried, { name, because, ms, outcome, attempts, at, ...cost }] } };
}

/** The rung's change is in the frozen parameters from here on. */
function applied({ recovery }: Step): Pick<Step, "recovery"> | undefined {
  return recovery?.rung && !recovery.rung.applied ? { recovery: { ...recovery, rung: { ...recovery.rung, applied: true } } } : undefined;
}

/** A person let it go on: its attempts count from here, and another input is another effect. */
function handedBack({ recovery: was, attempt }: Step, { by, params }: EventOf<"step.released">): Pick<Step, "recovery"> | undefined {
  if (!params && (!was || (!by && was.rung?.kind !== "manual-intervention"))) return;
  const recovery = was ?? { changes: 0, used: [], tried: [] };
  return {
    recovery: {
      ...recovery,
      ...(recovery.rung && { rung: { ...recovery.rung, before: attempt, applied: recovery.rung.applied || params !== undefined } }),
      changes: recovery.changes + (params ? 1 : 0),
    },
  };
}

export function blank(id: string): Step {
  return { id, name: "", tool: "", status: "pending", wake: 0, fence: 0, attempt: 0, losses: 0, heldMs: 0, retryMs: 0 };
}

export function foreseenHold({ reason, because, summary, why, until }: EventOf<"hold.foreseen">): ForeseenHold {
  return { reason, because, summary, why, ...(until !== undefined && { until }) };
}

/** What outlives a change of status. */
function base(was: Step): Omit<Step, "status"> {
  const {
    id,
    name,
    tool,
    parent,
    wake,
    fence,
    attempt,
    losses,
    run,
    params,
    approved,
    form,
    waived,
    iterations,
    spent,
    recovery,
    foreseen,
    answer,
    reused,
    readiedAt,
    startedAt,
    endedAt,
    heldMs,
    retryMs,
  } = was;
  return {
    id,
    name,
    tool,
    wake,
    fence,
    attempt,
    losses,
    heldMs,
    retryMs,
    ...(parent !== undefined && { parent }),
    ...(run !== undefined && { run }),
    ...(params && { params }),
    ...(approved && { approved }),
    ...(form && { form }),
    ...(waived && { waived }),
    ...(iterations && { iterations }),
    ...(spent && { spent }),
    ...(recovery && { recovery }),
    ...(foreseen && { foreseen }),
    ...(answer && { answer }),
    ...(reused !== undefined && { reused }),
    ...(readiedAt !== undefined && { readiedAt }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}

/** Adds the wait that ends now to the time of its kind, so that queue, work, people and retries stay apart. */
function waited(was: Step, at: string): { heldMs?: number; retryMs?: number } {
  if (was.status === "held") return { heldMs: was.heldMs + Date.parse(at) - Date.parse(was.hold.since) };
  if (was.status === "retrying") return { retryMs: was.retryMs + Date.parse(at) - Date.parse(was.since) };
  return {};
}
