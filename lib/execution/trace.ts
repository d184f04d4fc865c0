import { hashText } from "#lib/kernel/hash.ts";
import type { EventOf, ExecutionEvent } from "./events.ts";
import { kindAfter, type Span, type SpanKind } from "./spans.ts";

/** How deep a span lies: the execution, its phases, their steps, their attempts and waits, and the calls of an attempt. */
export const tiers = ["execution", "phase", "step", "attempt", "call"] as const;
export type Tier = (typeof tiers)[number];
export type TraceKind = "execution" | "phase" | "step" | SpanKind | "tool" | "effect" | "model";

export type TraceSpan = {
  /** Unique within its trace, and the same each time that the log is read. */
  key: string;
  tier: Tier;
  kind: TraceKind;
  name: string;
  step: string | null;
  /** In milliseconds of the clock; a span that goes on has no end. */
  from: number;
  to: number | null;
  outcome: "open" | "ok" | "failed" | "unknown" | "left";
  /** What calls of models within it cost. */
  micros: number;
  tokens: number;
  /** What else is known of it, in the order in which it became known. */
  facts: [name: string, value: string][];
  children: TraceSpan[];
};

/** The same for ever, as W3C Trace Context writes it: 16 bytes in hex. */
export const traceIdOf = (executionId: string): string => hashText(`trace:${executionId}`).slice(0, 32);
/** Eight bytes in hex. */
export const spanIdOf = (executionId: string, { key }: TraceSpan): string => hashText(`span:${executionId}:${key}`).slice(0, 16);

type Open = {
  root: TraceSpan;
  phase: TraceSpan;
  pause: TraceSpan | undefined;
  steps: Map<string, TraceSpan>;
  /** What each step does now: its attempt or its wait. */
  now: Map<string, TraceSpan>;
  /** Calls of models that were begun, by step, the oldest first: the log does not name them. */
  models: Map<string, TraceSpan[]>;
  effects: Map<string, TraceSpan>;
  above: Map<TraceSpan, TraceSpan>;
};

/** What the log says of where an execution's time went, as a tree of spans. Without a first event there is none. */
export function traceOf(events: readonly ExecutionEvent[]): TraceSpan | undefined {
  const [first, ...others] = events;
  if (first?.type !== "execution.requested") return;
  const root = spanOf(first, { tier: "execution", kind: "execution", name: first.title });
  root.facts.push(["Asked by", first.by.name], ["Through", first.trigger]);
  const phase = spanOf(first, { tier: "phase", kind: "phase", name: "Planning" });
  root.children.push(phase);
  const open: Open = {
    root,
    phase,
    pause: undefined,
    steps: new Map(),
    now: new Map(),
    models: new Map(),
    effects: new Map(),
    above: new Map([[phase, root]]),
  };
  for (const event of others) {
    takePhase(open, event);
    if (event.step !== null) takeStep(open, event, event.step);
    takeCall(open, event);
  }
  return root;
}

function spanOf(event: ExecutionEvent, about: Pick<TraceSpan, "tier" | "kind" | "name">): TraceSpan {
  return {
    key: `${event.seq}.${about.kind}`,
    ...about,
    step: event.step,
    from: Date.parse(event.at),
    to: null,
    outcome: "open",
    micros: 0,
    tokens: 0,
    facts: [],
    children: [],
  };
}

function under(open: Open, parent: TraceSpan, span: TraceSpan): TraceSpan {
  parent.children.push(span);
  open.above.set(span, parent);
  return span;
}

function end(span: TraceSpan | undefined, at: string, outcome: TraceSpan["outcome"]): void {
  if (span?.to !== null) return;
  span.to = Date.parse(at);
  span.outcome = outcome;
}

function takePhase(open: Open, event: ExecutionEvent): void {
  switch (event.type) {
    case "plan.proposed":
      open.pause = under(open, open.phase, spanOf(event, { tier: "attempt", kind: "human", name: "Waits for a yes to the plan" }));
      return;
    case "plan.approved":
      open.pause?.facts.push(["Approved by", event.by.name]);
      return end(open.pause, event.at, "ok");
    case "execution.planned":
      open.phase.facts.push(["Planned by", event.planner], ["Plan", `version ${event.version}, ${event.steps} steps`]);
      end(open.pause, event.at, "ok");
      return end(open.phase, event.at, "ok");
    case "execution.started":
      end(open.phase, event.at, "ok");
      open.phase = under(open, open.root, spanOf(event, { tier: "phase", kind: "phase", name: "Execution" }));
      return;
    case "execution.paused":
      open.pause = under(open, open.phase, spanOf(event, { tier: "attempt", kind: "human", name: "Paused" }));
      open.pause.facts.push(["Paused by", event.by.name]);
      return;
    case "execution.resumed":
      return end(open.pause, event.at, "ok");
    case "execution.completed":
      return endAll(open, event, "ok");
    case "execution.failed":
    case "execution.cancelled":
      open.root.facts.push(["Because", event.because]);
      return endAll(open, event, event.type === "execution.failed" ? "failed" : "left");
    default:
      return;
  }
}

/** What was under way when it ended was left, whatever became of it. */
function endAll({ root, phase, pause, steps, now, models, effects }: Open, { at }: ExecutionEvent, outcome: TraceSpan["outcome"]): void {
  for (const span of [pause, ...effects.values(), ...[...models.values()].flat(), ...now.values(), ...steps.values()])
    end(span, at, "left");
  end(phase, at, outcome);
  end(root, at, outcome);
}

const ends: Partial<Record<ExecutionEvent["type"], TraceSpan["outcome"]>> = {
  "step.completed": "ok",
  "step.failed": "failed",
  "step.skipped": "left",
  "step.cancelled": "left",
};

function takeStep(open: Open, event: ExecutionEvent, id: string): void {
  const kind = kindAfter(event);
  if (event.type === "step.reused") return reused(open, event, id);
  if (event.type === "approval.decided") open.now.get(id)?.facts.push([decided[event.decision], event.by.name]);
  if (kind === undefined) return;
  const step = open.steps.get(id) ?? beginStep(open, event, id);
  const before = open.now.get(id);
  if (before) closeTurn(open, before, event);
  open.now.delete(id);
  if (kind === null) return end(step, event.at, ends[event.type] ?? "left");
  const turn = under(open, step, spanOf(event, { tier: "attempt", kind, name: nameOfTurn(event) }));
  turn.facts.push(...factsOfTurn(event));
  open.now.set(id, turn);
}

const decided = { approve: "Approved by", reject: "Rejected by", edit: "Changed and approved by" } as const;

function beginStep(open: Open, event: ExecutionEvent, id: string): TraceSpan {
  const said = event.type === "step.readied" ? event : undefined;
  const parent = (said?.parent === undefined ? undefined : open.steps.get(said.parent)) ?? open.phase;
  const step = under(open, parent, spanOf(event, { tier: "step", kind: "step", name: said?.name ?? id }));
  if (said) step.facts.push(["Tool", said.tool]);
  open.steps.set(id, step);
  return step;
}

function reused(open: Open, event: EventOf<"step.reused">, id: string): void {
  const step = under(open, open.phase, spanOf(event, { tier: "step", kind: "reused", name: event.name }));
  step.facts.push(["Tool", event.tool], ["Taken over from", event.of]);
  open.steps.set(id, step);
  end(step, event.at, "ok");
}

function nameOfTurn(event: ExecutionEvent): string {
  switch (event.type) {
    case "step.started":
      return event.iterations === undefined ? `Attempt ${event.attempt}` : `For each of ${event.iterations}`;
    case "step.held":
      return event.hold.because;
    case "step.retrying":
      return "Waits to try again";
    default:
      return "Queue";
  }
}

function factsOfTurn(event: ExecutionEvent): TraceSpan["facts"] {
  switch (event.type) {
    case "step.started":
      return [["Run", event.run], ...(event.recovered ? [["Taken over", "from a lost worker"] satisfies [string, string]] : [])];
    case "step.held":
      return [["Held for", event.hold.reason]];
    case "step.retrying":
      return [["Because", event.because]];
    default:
      return [];
  }
}

/** An attempt that ended well says how long its call took, which is the only call that the log measures by itself. */
function closeTurn(open: Open, turn: TraceSpan, event: ExecutionEvent): void {
  const isWork = turn.kind === "work";
  if (event.type === "step.completed" && isWork) {
    if (event.model !== undefined) turn.facts.push(["Model", event.model]);
    const to = Date.parse(event.at);
    const step = open.steps.get(turn.step ?? "");
    const tool = step?.facts.find(([name]) => name === "Tool")?.[1];
    // The iterations of a list are its calls.
    if (event.ms > 0 && tool !== undefined && !step?.children.some(({ tier }) => tier === "step")) {
      const call = spanOf(event, { tier: "call", kind: "tool", name: tool });
      turn.children.unshift({ ...call, from: Math.max(turn.from, to - event.ms), to, outcome: "ok" });
    }
  }
  if (isWork && (event.type === "step.failed" || event.type === "step.retrying")) turn.facts.push(["Because", event.because]);
  end(turn, event.at, isWork ? outcomeOfWork(event) : "ok");
}

function outcomeOfWork({ type }: ExecutionEvent): TraceSpan["outcome"] {
  if (type === "step.failed" || type === "step.retrying") return "failed";
  return type === "step.completed" ? "ok" : "left";
}

function takeCall(open: Open, event: ExecutionEvent): void {
  const within = (event.step === null ? undefined : (open.now.get(event.step) ?? open.steps.get(event.step))) ?? open.phase;
  switch (event.type) {
    case "effect.intended": {
      const call = under(open, within, spanOf(event, { tier: "call", kind: "effect", name: event.summary }));
      call.facts.push(["Tool", event.tool], ["Effect", event.effect], ["Key", event.key]);
      open.effects.set(event.effectId, call);
      return;
    }
    case "effect.done":
      open.effects.get(event.effectId)?.facts.push(...proofOf(event.proof));
      return end(open.effects.get(event.effectId), event.at, "ok");
    case "effect.failed":
    case "effect.unknown":
      open.effects.get(event.effectId)?.facts.push(["Because", event.because]);
      return end(open.effects.get(event.effectId), event.at, event.type === "effect.failed" ? "failed" : "unknown");
    case "budget.reserved": {
      const call = under(open, within, spanOf(event, { tier: "call", kind: "model", name: "Call of a model" }));
      call.facts.push(["Set aside", `${event.tokens.toLocaleString("en")} tokens at the most`]);
      open.models.set(event.step ?? "", [...(open.models.get(event.step ?? "") ?? []), call]);
      return;
    }
    case "budget.settled": {
      const [call, ...later] = open.models.get(event.step ?? "") ?? [];
      open.models.set(event.step ?? "", later);
      end(call, event.at, "ok");
      for (let span: TraceSpan | undefined = call ?? within; span; span = open.above.get(span)) {
        span.micros += event.amountMicros;
        span.tokens += event.tokens;
      }
      return;
    }
    default:
      return;
  }
}

const proofOf = (proof: string | undefined): TraceSpan["facts"] => (proof === undefined ? [] : [["Proof", proof]]);

/** One line of the tree as it is unfolded. */
export type TraceRow = {
  span: TraceSpan;
  depth: number;
  isOpen: boolean | undefined;
  place: number;
  of: number;
  parent: string | undefined;
};

type Unfolded = { down: Tier; turned: ReadonlySet<string> };

/** The tree unfolded down to a tier, but for what was turned the other way by hand. `isOpen` is undefined where nothing lies below. */
export function rowsOf(root: TraceSpan, { down, turned }: Unfolded): TraceRow[] {
  const rows: TraceRow[] = [];
  const add = (span: TraceSpan, at: Pick<TraceRow, "depth" | "place" | "of" | "parent">) => {
    const isAbove = tiers.indexOf(span.tier) <= tiers.indexOf(down);
    const isOpen = span.children.length === 0 ? undefined : isAbove !== turned.has(span.key);
    rows.push({ span, isOpen, ...at });
    if (!isOpen) return;
    for (const [index, child] of span.children.entries())
      add(child, { depth: at.depth + 1, place: index + 1, of: span.children.length, parent: span.key });
  };
  add(root, { depth: 0, place: 1, of: 1, parent: undefined });
  return rows;
}

/** What a scale of time is made of: how long it went on in all, and when something of it was at work. */
export function timesOf(root: TraceSpan): Span[] {
  const times: Span[] = [{ kind: "hold", from: root.from, to: root.to }];
  const add = ({ tier, kind, from, to, children }: TraceSpan) => {
    if (tier === "attempt") times.push({ kind: kind as SpanKind, from, to });
    // A plan that nobody was asked about was worked at all the time.
    else if (tier === "phase" && children.length === 0) times.push({ kind: "work", from, to });
    for (const child of children) add(child);
  };
  add(root);
  return times;
}

/** How many spans there are in all. */
export const countOf = (span: TraceSpan): number => span.children.reduce((sum, child) => sum + countOf(child), 1);
