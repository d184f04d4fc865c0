import { Ban, CircleHelp, CircleX } from "lucide-react";
import type { TraceKind, TraceSpan } from "#lib/execution/trace.ts";
import { spanLooks } from "./span-looks.ts";
import type { Look } from "./status.ts";

/** The one table from the kind of a span to what people see of it. */
export const kindLooks: Record<TraceKind, { label: string; bar: string }> = {
  execution: { label: "Execution", bar: "bg-line-strong" },
  phase: { label: "Phase", bar: "bg-line-strong/70" },
  step: { label: "Step", bar: "bg-line-strong/50" },
  ...spanLooks,
  work: { ...spanLooks.work, label: "Attempt" },
  tool: { label: "Call of a tool", bar: "bg-tone-work/60" },
  effect: { label: "Call to the outside", bar: "bg-tone-work/60" },
  model: { label: "Call of a model", bar: "bg-tone-work/60" },
};

export const outcomeLooks: Record<TraceSpan["outcome"], { label: string; icon?: Look["icon"]; tone: string }> = {
  open: { label: "under way", tone: "text-tone-work" },
  ok: { label: "well", tone: "text-tone-done" },
  failed: { label: "failed", icon: CircleX, tone: "text-tone-failed" },
  unknown: { label: "unknown outcome", icon: CircleHelp, tone: "text-tone-failed" },
  left: { label: "left", icon: Ban, tone: "text-quiet" },
};
