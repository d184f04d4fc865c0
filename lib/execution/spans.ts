import type { ExecutionEvent } from "./events.ts";

/** What a step's time goes to. People, retries and other holds are kept apart from waiting for a worker and from work. */
export const timeKinds = ["queue", "work", "human", "hold", "retry"] as const;
/** Beside those the moment in which a step took over what another execution had made. */
export type SpanKind = (typeof timeKinds)[number] | "reused";
/** In milliseconds of the clock; a span that goes on has no end. */
export type Span = { kind: SpanKind; from: number; to: number | null };
export type Spans = Record<string, Span[]>;

/** Folds a batch of the log into the spans of its steps. Touched lists are replaced, the others shared. */
export function foldSpans(was: Spans, events: readonly ExecutionEvent[]): Spans {
  const next = { ...was };
  for (const event of events) {
    if (event.step === null) continue;
    const kind = kindAfter(event);
    if (kind === undefined) continue;
    const at = Date.parse(event.at);
    if (kind === "reused") {
      next[event.step] = [...ended(next[event.step] ?? [], at), { kind, from: at, to: at }];
      continue;
    }
    const before = ended(next[event.step] ?? [], at);
    next[event.step] = kind === null ? before : [...before, { kind, from: at, to: null }];
  }
  return next;
}

/** What the step's time goes to from this event on: `null` is its end, `undefined` no change. */
export function kindAfter(event: ExecutionEvent): SpanKind | null | undefined {
  switch (event.type) {
    case "step.readied":
    case "step.released":
      return "queue";
    case "step.held":
      return event.hold.reason === "approval" || event.hold.reason === "pause" ? "human" : "hold";
    case "step.started":
      return "work";
    case "step.retrying":
      return "retry";
    case "step.reused":
      return "reused";
    case "step.completed":
    case "step.failed":
    case "step.skipped":
    case "step.cancelled":
      return null;
    default:
      return;
  }
}

function ended(spans: Span[], at: number): Span[] {
  const last = spans.at(-1);
  return last?.to === null ? [...spans.slice(0, -1), { ...last, to: at }] : spans;
}

/** How long a step's spans of one kind took together, up to `until`. */
export function timeIn(spans: readonly Span[], kind: SpanKind, until: number): number {
  return spans.reduce((sum, span) => (span.kind === kind ? sum + Math.max(0, (span.to ?? until) - span.from) : sum), 0);
}
