/** critical: blocked. high: blocked until a person approves. medium: a warning. low: a remark. */
export type Severity = "low" | "medium" | "high" | "critical";

export type Detector =
  | "secrets"
  | "identifiers"
  | "health"
  | "contacts"
  | "prompt-injection"
  | "fair-housing"
  | "illegal-activity"
  | "placeholders"
  | "integrity"
  | "quiet-hours"
  | "opt-out"
  | "consent"
  | "frequency"
  | "bulk";

/** Offsets in UTF-16 units of the text that was given, as `slice` takes them. */
export type Span = { start: number; end: number };

/** What a detector saw, before any policy says what it means. `kind` is a type of value or the name of a rule. */
export type Finding = {
  detector: Detector;
  kind: string;
  severity: Severity;
  reason: string;
  span?: Span;
  /** Where in an action's parameters the text stands: `params.body`. */
  path?: string;
};

const order: Severity[] = ["low", "medium", "high", "critical"];

export function isWorse(a: Severity, b: Severity): boolean {
  return order.indexOf(a) > order.indexOf(b);
}

/** Spans in order, of which no two overlap: where two do, the worse one stays, then the longer one. */
export function apart(findings: Finding[]): (Finding & { span: Span })[] {
  const placed = findings.filter((finding): finding is Finding & { span: Span } => finding.span !== undefined);
  placed.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const kept: (Finding & { span: Span })[] = [];
  for (const next of placed) {
    const last = kept.at(-1);
    if (!last || next.span.start >= last.span.end) kept.push(next);
    else if (isWorse(next.severity, last.severity) && next.span.end > last.span.start) {
      // The better-known value wins its place; what is left of the other stays covered by widening it.
      kept[kept.length - 1] = {
        ...next,
        span: { start: Math.min(last.span.start, next.span.start), end: Math.max(last.span.end, next.span.end) },
      };
    } else if (next.span.end > last.span.end) last.span = { start: last.span.start, end: next.span.end };
  }
  return kept;
}

/** Without those that stand within another one: of equal spans the first stays. */
export function outermost(findings: Finding[]): Finding[] {
  const placed = findings
    .map((finding, at) => ({ finding, at, start: finding.span?.start ?? 0, end: finding.span?.end ?? 0 }))
    .sort((a, b) => a.start - b.start || b.end - a.end || a.at - b.at);
  const kept: Finding[] = [];
  let reached = -1;
  for (const { finding, end } of placed) {
    if (end <= reached) continue;
    kept.push(finding);
    reached = end;
  }
  return kept;
}
