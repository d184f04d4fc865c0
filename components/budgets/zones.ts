import type { Tone } from "#components/ui/tones.ts";
import type { Zone } from "#lib/safety/budget.ts";

/** How full a budget is, in a word and a colour; the bar says it again by its length. */
export const zones: Record<Zone, { word: string; tone: Tone; bar: string }> = {
  green: { word: "Healthy", tone: "done", bar: "bg-tone-done" },
  yellow: { word: "Warning: calls are made lighter", tone: "wait", bar: "bg-tone-wait" },
  red: { word: "Critical: calls are made much lighter", tone: "failed", bar: "bg-tone-failed" },
  over: { word: "Used up: nothing more is called", tone: "failed", bar: "bg-tone-failed" },
};
