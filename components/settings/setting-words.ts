import type { Level, Resolved, SettingName } from "#lib/tenancy/settings.ts";

type Words = { title: string; hint: string };

export const settingWords: Record<SettingName, Words> = {
  autonomy: { title: "Without asking", hint: "What an execution does by itself when it does not say." },
  autonomyMost: {
    title: "Without asking at the most",
    hint: "No request, workflow or default goes beyond it. What the guardrails hold is held in any case. A new workspace asks about what is risky until its owner says otherwise.",
  },
  concurrency: { title: "Steps at once", hint: "Of one execution, 1 to 1000." },
  stepTimeoutMs: { title: "Time for one call", hint: "In seconds. Without it every tool has its own." },
  stepAttempts: { title: "Attempts of a step", hint: "Before its fallbacks, 1 to 20." },
  executionTimeoutMs: { title: "Time for an execution", hint: "In seconds, of work: as long as a call is under way." },
  executionTimeoutCounts: { title: "What its time counts", hint: "Whether waits for people and for times are part of it." },
  minEffectiveness: {
    title: "Effectiveness at the least",
    hint: "In per cent. Under it, another plan is proposed for an execution that failed or waits for help.",
  },
  replanning: { title: "When a plan does badly", hint: "What Fermata does by itself about it." },
  egressOnly: {
    title: "Hosts that steps may ask",
    hint: "One a line, such as api.example.org or *.example.org. Empty: all that the operator lets through.",
  },
  egressNever: { title: "Hosts that no step asks", hint: "One a line. They are refused also where the list above has them." },
};

export const levelWords: Record<Level, string> = {
  system: "the system",
  workspace: "this workspace",
  workflow: "the workflow",
  step: "the step",
  execution: "the execution",
};

export const autonomyWords = {
  suggest: "Nothing: the whole plan is approved first",
  ask_on_risk: "What only reads or writes a little",
  run: "Everything but spending and deleting",
} as const;

export const countsWords = { work: "Work alone", all: "Work and every wait" } as const;

export const replanningWords = {
  never: "Nothing",
  ask: "Propose another, which a person agrees to",
  alone: "Go on by another; ask where it does more to the world",
} as const;

export const isAutonomy = (name: SettingName): boolean => name === "autonomy" || name === "autonomyMost";

/** A value as people read it. */
export function valueWords({ name }: { name: SettingName }, value: Resolved["value"]): string {
  if (value === null) return name === "stepTimeoutMs" ? "each tool's own" : "nothing said";
  if (name === "stepTimeoutMs" || name === "executionTimeoutMs") return `${Number(value) / 1_000} s`;
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  if (name === "minEffectiveness") return `${Math.round(Number(value) * 100)} %`;
  if (name === "executionTimeoutCounts") return countsWords[value as keyof typeof countsWords];
  if (name === "replanning") return replanningWords[value as keyof typeof replanningWords];
  return isAutonomy(name) ? autonomyWords[value as keyof typeof autonomyWords] : String(value);
}
