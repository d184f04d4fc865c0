import { causeId } from "#lib/kernel/hash.ts";
import { type ExecutionEvent, eventVersion, type Fact } from "./events.ts";
import { mayReviewAtWork } from "./may-replan.ts";
import { reviewAtWorkNudge, reviewNudge, settledNudge } from "./nudges.ts";
import { apply, fold } from "./reduce.ts";
import { blank } from "./reduce-step.ts";
import { sentenceOf } from "./sentence.ts";
import type { Decision, NewStep, Nudge, Slice } from "./slice.ts";
import { type Execution, type Head, isOver } from "./state.ts";
import { withheld } from "./withheld.ts";

/** An event's identity: the same cause gives the same id for ever, so a replayed command finds itself in the log. */
export function eventId(executionId: string, cause: string, index: number): string {
  return causeId("evt", executionId, cause, index);
}

/**
 * Gathers what one append writes. Decisions are applied to the slice as they are made, so the next one of the same append reads their effect;
 * the rows are taken from the folded slice at the end: there is one reducer, for the log, the rows and the screen.
 */
export class Commit {
  readonly executionId: string;
  readonly slice: Slice;
  readonly expectedSeq: number;
  readonly #events: ExecutionEvent[] = [];
  readonly #steps = new Set<string>();
  readonly #claimed = new Set<string>();
  readonly #newSteps: NewStep[] = [];
  readonly #newEdges: { from: string; to: string }[] = [];
  readonly #settledEdges: { from: string; to: string }[] = [];
  readonly #nudges = new Map<string, Nudge>();
  readonly #causes = new Set<string>();
  #at: string | undefined;

  constructor(executionId: string, slice: Slice, expectedSeq: number) {
    this.executionId = executionId;
    this.slice = slice;
    this.expectedSeq = expectedSeq;
  }

  get seq(): number {
    return this.expectedSeq + this.#events.length;
  }

  get events(): readonly ExecutionEvent[] {
    return this.#events;
  }

  get nudges(): Nudge[] {
    return [...this.#nudges.values()];
  }

  get isEmpty(): boolean {
    return this.#events.length === 0 && this.#nudges.size === 0 && this.#settledEdges.length === 0;
  }

  /** Whether a command of this cause is in this append already, with something to say. */
  took(cause: string): boolean {
    return this.#causes.has(cause);
  }

  take(cause: string, decision: Decision<unknown>, at: string): void {
    this.#at = at;
    if (decision.facts.length > 0) this.#causes.add(cause);
    for (const step of decision.newSteps ?? []) this.#addRow(step);
    this.#newEdges.push(...(decision.newEdges ?? []));
    for (const edge of decision.settledEdges ?? []) this.#settle(edge);
    decision.facts.forEach((fact, index) => {
      this.#append(fact, eventId(this.executionId, cause, index), at);
    });
    for (const nudge of decision.nudges ?? []) this.#nudges.set(nudge.id, nudge);
  }

  #append(fact: Fact, id: string, at: string): void {
    const { slice } = this;
    const isSimulated = slice.execution.head.simulated === true;
    const event = {
      ...withheld(fact),
      ...(isSimulated && { simulated: true }),
      id,
      seq: this.seq + 1,
      at,
      v: eventVersion,
    } as ExecutionEvent;
    this.#events.push(event);
    if (event.type === "execution.requested") {
      slice.execution = fold(null, [event]) as Execution;
      slice.execution.head.id = this.executionId;
      return;
    }
    const closes = event.type === "execution.cancelled" || event.type === "execution.failed";
    const parent = slice.rows[event.step ?? ""]?.parent ?? slice.execution.steps[event.step ?? ""]?.parent;
    const touched = closes ? Object.keys(slice.execution.steps) : [event.step, parent].filter((one) => typeof one === "string");
    const before = new Map(touched.map((stepId) => [stepId, slice.execution.steps[stepId]]));
    apply(slice.execution, event);
    for (const stepId of touched) {
      const state = slice.execution.steps[stepId];
      const row = slice.rows[stepId];
      if (!state || !row || before.get(stepId) === state) continue;
      row.state = state;
      this.#steps.add(row.id);
    }
    // Whoever frees a slot in this same append must see who began to wait for one.
    if (event.type === "step.held" && event.step !== null && !slice.waiters.includes(event.step))
      slice.waiters = [...slice.waiters, event.step];
    // The end was found in the append that settled the last step: nobody needs to look for it.
    if (event.type === "execution.completed") this.#nudges.delete(`${this.executionId}:settled`);
    if (event.type === "execution.failed" && slice.execution.head.rollback) {
      const nudge = settledNudge(this.executionId);
      this.#nudges.set(nudge.id, nudge);
    }
    const review = isSimulated ? undefined : reviewAfter(event, slice.execution.head, this.executionId);
    if (review) this.#nudges.set(review.id, review);
    if (event.type !== "step.started" || event.step === null) return;
    if (event.iterations === undefined) this.#claimed.add(event.step);
    // Readied and begun in one append: nobody needs to be told any more.
    this.#nudges.delete(`${this.executionId}:${event.step}:${slice.execution.steps[event.step]?.wake}`);
  }

  #addRow(step: NewStep): void {
    this.#newSteps.push(step);
    this.slice.rows[step.id] = { ...step, missing: false, state: blank(step.id) };
  }

  #settle({ from, to, missing }: { from: string; to: string; missing: boolean }): void {
    this.#settledEdges.push({ from, to });
    this.slice.edges = this.slice.edges.filter((edge) => edge.from !== from || edge.to !== to);
    const row = this.slice.rows[to];
    if (!row) return;
    row.waitingOn -= 1;
    row.missing ||= missing;
    this.#steps.add(to);
  }

  /** The rows, as the database's `append` takes them. */
  rows(leaseSeconds: number) {
    const { execution, rows } = this.slice;
    const { head } = execution;
    const last = this.#events.at(-1)?.at;
    return {
      head: {
        seq: head.seq,
        status: head.status,
        title: head.title,
        trigger: head.trigger,
        requestedBy: head.by.name,
        workflowId: head.workflowId ?? null,
        waitingOn: sentenceOf(head),
        state: head,
        createdAt: head.createdAt,
        updatedAt: this.#at ?? head.createdAt,
        endedAt: head.endedAt ?? null,
      },
      events: this.#events,
      ...some(
        "newSteps",
        this.#newSteps.map(({ id, spec, position, batch, parent, waitingOn }) => ({
          id,
          spec,
          position,
          batch,
          parent,
          waitingOn,
          state: blank(id),
        })),
      ),
      ...some("newEdges", this.#newEdges),
      ...some("settledEdges", this.#settledEdges),
      ...some(
        "steps",
        [...this.#steps]
          .flatMap((id) => rows[id] ?? [])
          .map((row) => ({
            id: row.id,
            status: row.state.status,
            state: row.state,
            waitingOn: row.waitingOn,
            missing: row.missing,
            hold: row.state.status === "held" ? row.state.hold.reason : null,
            dueAt: dueAtOf(row.state),
            run: row.state.run ?? null,
            fence: row.state.fence,
            wake: row.state.wake,
            claimed: this.#claimed.has(row.id),
            leaseSeconds,
          })),
      ),
      closePending: isOver(head.status),
      ...some(
        "approvals",
        this.#touched("approval.", execution.approvals).map((approval) => ({ ...approval, state: approval })),
      ),
      ...some(
        "effects",
        this.#touched("effect.", execution.effects).map((effect) => ({ ...effect, state: effect, updatedAt: last })),
      ),
      ...some(
        "context",
        this.#events.flatMap((event) => (event.type === "context.written" ? [event] : [])),
      ),
      ...some(
        "messages",
        this.#events.flatMap((event) => (event.type === "message.sent" ? [{ ...event, id: event.messageId }] : [])),
      ),
      ...some(
        "outbox",
        this.nudges.map((nudge) => ({ ...nudge, dueAt: nudge.dueAt ?? null })),
      ),
    };
  }

  #touched<Entry>(prefix: "approval." | "effect.", entries: Record<string, Entry>): Entry[] {
    if (this.#events.some((event) => event.type === "execution.cancelled" || event.type === "execution.failed"))
      return Object.values(entries);
    const ids = new Set(
      this.#events.flatMap((event) => {
        if (!event.type.startsWith(prefix) && !(prefix === "approval." && event.type === "message.sent")) return [];
        if ("approvalId" in event) return event.approvalId ?? [];
        return "effectId" in event ? [event.effectId] : [];
      }),
    );
    return [...ids].flatMap((id) => entries[id] ?? []);
  }
}

/** Its own means are used up. */
/** Whether the plan is looked at again: it failed or waits for help, or something goes wrong while it runs; or it made a proposal needless. */
function reviewAfter(event: ExecutionEvent, head: Head, executionId: string): Nudge | undefined {
  const isNow =
    (event.type === "execution.failed" && event.code === "step_failed") ||
    (event.type === "approval.requested" && event.kind === "intervention") ||
    (event.type === "execution.completed" && head.proposed !== undefined);
  if (isNow) return reviewNudge(executionId, event.seq);
  const { completed, failed, skipped } = head.counts;
  const ended = completed + failed + skipped;
  return isSign(event) && mayReviewAtWork(head, ended) ? reviewAtWorkNudge(executionId, head.plan?.version ?? 1, ended) : undefined;
}

/** A step that failed, or that its first attempt did not bring through; a gate that found something. */
function isSign(event: ExecutionEvent): boolean {
  if (event.type === "gate.checked") return event.gates.some(({ outcome }) => outcome === "warn" || outcome === "fail");
  return event.step !== null && (event.type === "step.failed" || (event.type === "recovery.tried" && event.outcome === "recovered"));
}

function dueAtOf(step: Slice["rows"][string]["state"]): string | null {
  if (step.status === "retrying") return step.dueAt;
  return step.status === "held" ? (step.hold.until ?? null) : null;
}

/** Leaves an empty list out, so that the database skips it. */
function some<Key extends string, Item>(key: Key, items: Item[]): { [K in Key]?: Item[] } {
  return (items.length > 0 ? { [key]: items } : {}) as { [K in Key]?: Item[] };
}
