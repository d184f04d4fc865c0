import type { GateVerdict } from "#lib/safety/gates/gate.ts";
import { withhold } from "#lib/safety/guardrails/withhold.ts";

/** As the log keeps it. Only what is not well speaks in the plan's own words, so nothing else is looked through. */
export const said = (verdicts: GateVerdict[]): GateVerdict[] =>
  verdicts.map((verdict) =>
    verdict.outcome === "warn" || verdict.outcome === "fail" ? { ...verdict, because: withhold(verdict.because) } : verdict,
  );

/** One sentence of what is not well; nothing where all is. */
export function findingWords(verdicts: readonly GateVerdict[]): string | undefined {
  const found = verdicts.filter(({ outcome }) => outcome === "warn" || outcome === "fail");
  return found.length === 0 ? undefined : found.map(({ gate, because }) => `${gate}: ${because}`).join(" ");
}
