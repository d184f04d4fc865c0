import type { SpanKind } from "#lib/execution/spans.ts";

/** The one table from what time goes to, to what people see of it. */
export const spanLooks: Record<SpanKind, { label: string; bar: string }> = {
  queue: { label: "Queue", bar: "bg-tone-queue" },
  work: { label: "Work", bar: "bg-tone-work" },
  human: { label: "People", bar: "bg-tone-wait" },
  hold: { label: "Other holds", bar: "bg-line-strong" },
  retry: { label: "Retries", bar: "bg-tone-retry" },
  reused: { label: "Taken over", bar: "bg-tone-cached" },
};
