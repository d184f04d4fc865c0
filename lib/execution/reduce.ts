import { counted } from "./calls.ts";
import type { EventOf, ExecutionEvent } from "./events.ts";
import { foreseenHold, reduceStep } from "./reduce-step.ts";
import type { Approval, Execution, Head } from "./state.ts";
import { isSettled, raiseTrigger } from "./state.ts";
import { plainTerms } from "./times.ts";

/**
 * Folds a batch of the log into an execution. It never refuses: what is in the log happened.
 * The maps are copied once for the batch and each touched entry is replaced, so a reader that holds the old state keeps it.
 */
export function fold(was: Execution | null, events: readonly ExecutionEvent[]): Execution | null {
  let next = was && {
    ...was,
    steps: { ...was.steps },
    approvals: { ...was.approvals },
    effects: { ...was.effects },
    context: { ...was.context },
    messages: { ...was.messages },
  };
  for (const event of events) {
    if (event.type === "execution.requested") next = opened(event);
    else if (next) apply(next, event);
  }
  return next;
}

/** The same, into a state that the caller owns: what the store and `fold` use for a batch. */
export function apply(state: Execution, event: ExecutionEvent): void {
  state.head = { ...reduceHead(state.head, event), seq: event.seq };
  if (event.step !== null) applyToStep(state, event.step, event);
  applyToLedgers(state, event);
  if (event.type === "execution.cancelled" || event.type === "execution.failed") closeAll(state, event);
}

function opened(event: EventOf<"execution.requested">): Execution {
  const head: Head = {
    id: "",
    seq: event.seq,
    status: "queued",
    title: event.title,
    ...(event.request !== undefined && { request: event.request }),
    ...(event.original && { original: event.original }),
    trigger: event.trigger,
    by: event.by,
    autonomy: event.autonomy,
    concurrency: event.concurrency,
    ...(event.budget && { budget: event.budget }),
    ...(event.settings && { settings: event.settings }),
    ...(event.input && { input: event.input }),
    ...(event.given && { given: event.given }),
    ...(event.draft && { draft: event.draft }),
    ...(event.workflowId !== undefined && { workflowId: event.workflowId }),
    ...(event.workflowVersion !== undefined && { workflowVersion: event.workflowVersion }),
    ...(event.group !== undefined && { group: event.group }),
    ...(event.parent !== undefined && { parent: event.parent }),
    ...(event.fork && { fork: event.fork }),
    ...(event.simulated && { simulated: event.simulated }),
    plan: null,
    halting: null,
    counts: { completed: 0, failed: 0, skipped: 0, cancelled: 0 },
    running: 0,
    slotWaiters: 0,
    openApprovals: 0,
    createdAt: event.at,
    degraded: false,
    missing: [],
    result: null,
  };
  return { head, steps: {}, approvals: {}, effects: {}, context: {}, messages: {} };
}

function reduceHead(was: Head, event: ExecutionEvent): Head {
  switch (event.type) {
    case "plan.requested":
      return { ...was, status: "planning" };
    case "plan.proposed":
      return { ...was, status: "awaiting_approval", plan: planOf(event) };
    case "plan.approved":
      return { ...was, status: "planning" };
    case "plan.replaced":
      return { ...was, plan: was.plan && { ...was.plan, ref: event.plan, version: event.version } };
    case "execution.planned":
      return { ...was, status: "planning", plan: planOf(event), plannedAt: event.at };
    case "execution.started":
      return { ...was, status: "running", startedAt: event.at };
    case "execution.paused":
      return { ...was, status: "paused" };
    case "execution.resumed":
      return { ...was, status: "running" };
    case "execution.halted":
      return { ...was, halting: { as: event.as, because: event.because, ...(event.by && { by: event.by }) } };
    case "execution.completed":
      return { ...was, status: "completed", degraded: event.degraded, missing: event.missing, result: event.result, endedAt: event.at };
    case "execution.failed":
      return { ...was, status: "failed", because: event.because, result: event.result, endedAt: event.at };
    case "execution.cancelled":
      return { ...was, status: "cancelled", because: event.because, endedAt: event.at };
    case "recovery.chosen":
      return event.kind === "rollback" && event.step !== null
        ? { ...was, rollback: { step: event.step, ...(event.to !== undefined && { to: event.to }), done: false } }
        : was;
    case "recovery.tried":
      if (event.execution !== undefined) return { ...was, proposed: event.execution };
      return was.rollback && event.rung === "rollback" ? { ...was, rollback: { ...was.rollback, done: true } } : was;
    case "hold.foreseen":
      return event.step === null ? { ...was, foreseen: [...(was.foreseen ?? []), foreseenHold(event)] } : was;
    case "approval.requested": {
      const next = { ...was, openApprovals: was.openApprovals + 1 };
      // An execution that is nothing but the question is never planned.
      return event.kind === "budget" && was.status === "queued" && was.trigger === raiseTrigger
        ? { ...next, status: "awaiting_approval" }
        : next;
    }
    case "approval.decided":
    case "approval.expired":
      return { ...was, openApprovals: was.openApprovals - 1 };
    case "step.started":
      return event.calls === undefined ? was : { ...was, calls: counted(was.calls, event.calls, event.at) };
    case "step.retrying":
    case "step.failed":
      return was.calls ? { ...was, calls: { ...was.calls, errors: was.calls.errors + 1 } } : was;
    case "gate.checked":
      return checked(was, event);
    case "budget.changed":
      return { ...was, budget: event.budget };
    case "budget.settled": {
      const { micros, tokens } = was.spent ?? { micros: 0, tokens: 0 };
      const { phase } = event;
      return {
        ...was,
        spent: { micros: micros + event.amountMicros, tokens: tokens + event.tokens },
        ...(phase && { tokensIn: { ...was.tokensIn, [phase]: (was.tokensIn?.[phase] ?? 0) + event.tokens } }),
      };
    }
    default:
      return was;
  }
}

/** Only what is not well is kept: an execution in which all is well carries nothing along. */
function checked(was: Head, { gates }: EventOf<"gate.checked">): Head {
  const { checks: _, ...head } = was;
  const found = gates.filter(({ outcome }) => outcome === "warn" || outcome === "fail");
  return found.length === 0 ? head : { ...head, checks: Object.fromEntries(found.map(({ gate, outcome }) => [gate, outcome])) };
}

function planOf(event: EventOf<"plan.proposed"> | EventOf<"execution.planned">): NonNullable<Head["plan"]> {
  const { plan, version, steps, batches, gain, planner, notes } = event;
  return { ref: plan, version, steps, batches, gain, planner, notes };
}

function applyToStep(state: Execution, id: string, event: ExecutionEvent): void {
  const was = state.steps[id];
  const next = reduceStep(was, id, event);
  if (next === was || !next) return;
  state.steps[id] = next;
  const before = was?.status ?? "pending";
  const head = { ...state.head, counts: { ...state.head.counts } };
  if (before !== "running" && next.status === "running" && !next.iterations) head.running += 1;
  if (before === "running" && next.status !== "running" && !was?.iterations) head.running -= 1;
  if (head.settings?.executionTimeoutMs && head.running !== state.head.running) head.work = workOf(state.head, head.running, event.at);
  if (waitsForSlot(was)) head.slotWaiters -= 1;
  if (waitsForSlot(next)) head.slotWaiters += 1;
  if (!isSettled(before) && isSettled(next.status) && !next.parent) head.counts[next.status as keyof Head["counts"]] += 1;
  state.head = head;
  if (next.parent && !isSettled(before) && isSettled(next.status)) countIteration(state, next.parent, next.status !== "completed");
}

function workOf({ work = { ms: 0 } }: Head, running: number, at: string): NonNullable<Head["work"]> {
  if (running > 0) return { since: at, ...work };
  return { ms: work.ms + (work.since === undefined ? 0 : Date.parse(at) - Date.parse(work.since)) };
}

function waitsForSlot(step: Execution["steps"][string] | undefined): boolean {
  return step?.status === "held" && step.hold.reason === "concurrency";
}

function countIteration(state: Execution, parent: string, failed: boolean): void {
  const was = state.steps[parent];
  if (!was?.iterations) return;
  const { total, settled, failed: before } = was.iterations;
  state.steps[parent] = { ...was, iterations: { total, settled: settled + 1, failed: before + (failed ? 1 : 0) } };
}

function applyToLedgers(state: Execution, event: ExecutionEvent): void {
  switch (event.type) {
    case "approval.requested": {
      const {
        approvalId: id,
        step,
        kind,
        payload,
        payloadHash,
        summary,
        tool,
        effect,
        why,
        derived,
        at,
        expiresAt,
        terms,
        form,
        budget,
        askedBy,
      } = event;
      state.approvals[id] = {
        id,
        step,
        kind,
        status: "open",
        payload,
        payloadHash,
        summary,
        ...(tool && { tool }),
        ...(effect && { effect }),
        why,
        ...(derived && { derived }),
        requestedAt: at,
        expiresAt,
        ...(terms && { terms }),
        ...(form && { form }),
        ...(budget !== undefined && { budget }),
        ...(askedBy && { askedBy }),
      };
      return;
    }
    case "approval.voted":
    case "approval.amended":
    case "approval.reminded":
    case "approval.escalated": {
      const was = state.approvals[event.approvalId];
      if (was) state.approvals[event.approvalId] = stillOpen(was, event);
      return;
    }
    case "approval.decided": {
      const was = state.approvals[event.approvalId];
      if (!was) return;
      const { by, onBehalfOf, note, payload, payloadHash, at } = event;
      const status = event.decision === "reject" ? "rejected" : "approved";
      state.approvals[event.approvalId] = {
        ...was,
        status,
        by,
        decidedAt: at,
        ...(onBehalfOf && { onBehalfOf }),
        ...(note !== undefined && { note }),
        ...(payload && { payload }),
        // What a person states about an effect that happened is no other form of it.
        ...(payloadHash && payloadHash !== was.payloadHash && { original: was.original ?? was.payload }),
        ...(payloadHash && { payloadHash }),
        ...(event.form && { answers: event.form }),
      };
      return;
    }
    case "approval.expired": {
      const was = state.approvals[event.approvalId];
      if (was) state.approvals[event.approvalId] = { ...was, status: "expired", decidedAt: event.at };
      return;
    }
    case "effect.intended": {
      const { effectId: id, step, key, tool, effect, summary, payload, undoes, canUndo, at } = event;
      const was = state.effects[id];
      state.effects[id] = {
        id,
        step: step ?? "",
        key,
        tool,
        effect,
        summary,
        payload,
        status: "intended",
        ...(undoes !== undefined && { undoes }),
        ...(canUndo !== undefined && { canUndo }),
        // Who takes an effect back holds it from this moment; a step holds its own by its claim.
        intendedAt: undoes === undefined ? (was?.intendedAt ?? at) : at,
      };
      return;
    }
    case "effect.done":
      return settleEffect(state, event, { status: "done", ...(event.proof !== undefined && { proof: event.proof }) });
    case "effect.failed":
      return settleEffect(state, event, { status: "failed", because: event.because });
    case "effect.unknown":
      return settleEffect(state, event, { status: "unknown", because: event.because });
    case "effect.compensated":
      return settleEffect(state, event, { status: "compensated", because: event.because });
    case "context.written":
      state.context[event.key] = { key: event.key, version: event.version, value: event.value, writer: event.writer, at: event.at };
      return;
    case "message.sent": {
      const message = { id: event.messageId, from: event.from, to: event.to, text: event.text, at: event.at };
      state.messages[message.id] = message;
      const about = event.approvalId === undefined ? undefined : state.approvals[event.approvalId];
      if (about) state.approvals[about.id] = { ...about, thread: [...(about.thread ?? []), message] };
      return;
    }
    default:
      return;
  }
}

type WhileOpen = EventOf<"approval.voted" | "approval.amended" | "approval.reminded" | "approval.escalated">;

/** What happens to an approval before it is decided. */
function stillOpen(was: Approval, event: WhileOpen): Approval {
  switch (event.type) {
    case "approval.voted": {
      const { by, person, onBehalfOf, note, at, form } = event;
      const vote = { by, person, ...(onBehalfOf && { onBehalfOf }), ...(note !== undefined && { note }), at };
      const isSame = form === undefined || form.hash === was.answers?.hash;
      return { ...was, votes: [...(isSame ? (was.votes ?? []) : []), vote], ...(form && { answers: form }) };
    }
    case "approval.amended": {
      const { payload, payloadHash, summary, why, by } = event;
      const { answers: _answers, ...asked } = was;
      return { ...asked, payload, payloadHash, summary, why, amendedBy: by, original: was.original ?? was.payload, votes: [] };
    }
    case "approval.reminded":
      return { ...was, remindedAt: event.at };
    case "approval.escalated": {
      const { escalateTo: _to, escalateForMs: _for, remindBeforeMs: _remind, ...terms } = was.terms ?? plainTerms;
      const { answers: _answers, ...asked } = was;
      return {
        ...asked,
        terms: { ...terms, group: event.group, quorum: 1, onExpiry: "reject" },
        expiresAt: event.expiresAt,
        escalatedAt: event.at,
        votes: [],
      };
    }
  }
}

function settleEffect(
  state: Execution,
  event: EventOf<"effect.done" | "effect.failed" | "effect.unknown" | "effect.compensated">,
  change: Partial<Execution["effects"][string]>,
): void {
  const was = state.effects[event.effectId];
  if (was) state.effects[event.effectId] = { ...was, ...change, settledAt: event.at };
}

/** The end closes what was open: steps that never ran are cancelled, approvals that nobody decided are void. */
function closeAll(state: Execution, event: EventOf<"execution.cancelled" | "execution.failed">): void {
  const because = event.type === "execution.cancelled" ? "the execution was cancelled" : "the execution failed";
  for (const [id, step] of Object.entries(state.steps)) {
    if (isSettled(step.status)) continue;
    applyToStep(state, id, { ...event, type: "step.cancelled", because, step: id });
  }
  for (const [id, approval] of Object.entries(state.approvals)) {
    if (approval.status === "open") state.approvals[id] = { ...approval, status: "void", decidedAt: event.at };
  }
  state.head = { ...state.head, openApprovals: 0, running: 0, slotWaiters: 0 };
}
