import type { SpanKind } from "#lib/execution/spans.ts";

/** The one table from what time goes to, to what people see of it. */
export const spanLooks: Record<SpanKind, { label: string; bar: string }> = {
  queue: { label: "Queue", bar: "bg-tone-queue" },
  work: { label: "Work", bar: "bg-tone-work" },
  human: { label: "People", bar: "bg-tone-wait" },
  hold: { label: "Other holds", bar: "bg-tone-cached" },
  retry: { label: "Retries", bar: "bg-tone-retry" },
};

export const spanKinds = Object.keys(spanLooks) as SpanKind[];
