import type { Tone } from "#components/ui/tones.ts";
import type { Severity } from "#lib/safety/guardrails/finding.ts";
import type { PolicyType } from "#lib/safety/guardrails/policy.ts";
import type { Verdict } from "#lib/safety/guardrails/verdicts.ts";

/** The kinds of policies, as people read of them. */
export const typeWords: Record<PolicyType, string> = {
  "data-privacy": "Personal data and secrets",
  security: "Security",
  compliance: "Law and house rules",
  performance: "Rate and quality",
  cost: "Cost",
};

/** What a severity does to a call. */
export const severityWords: Record<Severity, { says: string; tone: Tone }> = {
  critical: { says: "blocks", tone: "failed" },
  high: { says: "waits for a person", tone: "wait" },
  medium: { says: "warns", tone: "retry" },
  low: { says: "remarks", tone: "plain" },
};

export const verdictWords: Record<Verdict, { says: string; tone: Tone }> = {
  allow: { says: "It may go", tone: "done" },
  warn: { says: "It goes, with a warning", tone: "retry" },
  redact: { says: "Values are replaced first", tone: "cached" },
  require_approval: { says: "A person has to see it", tone: "wait" },
  block: { says: "It is blocked", tone: "failed" },
};

/** `fair-housing` → `Fair housing` */
export const titleOf = (name: string): string => `${name[0]?.toUpperCase() ?? ""}${name.slice(1).replaceAll("-", " ")}`;

/** `mostMicros` → `most micros` */
export const parameterTitle = (name: string): string => name.replace(/([A-Z])/g, " $1").toLowerCase();
