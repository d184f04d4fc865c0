import { dollars } from "../budget.ts";
import type { Finding } from "../guardrails/finding.ts";
import type { CodeReport } from "./code.ts";
import { codeGates } from "./code.ts";
import { blocks, fails, type Gate, notApplicable, passes, warns } from "./gate.ts";

export type Bounds = { durationMs?: number | undefined; costMicros?: number | undefined; quality?: number | undefined };

export type PostFacts = {
  /** The fields of the result that the plan names, and those that are missing. */
  declared: number;
  missing: readonly string[];
  steps: { completed: number; failed: number; skipped: number };
  /** What the detectors saw in the result; absent where there is too little of it to hold anything. */
  findings?: readonly Pick<Finding, "kind" | "severity" | "reason">[] | undefined;
  durationMs: number;
  costMicros: number;
  bounds: Bounds;
  /** What the result says about code. */
  report?: CodeReport | undefined;
};

const outputSchema: Gate<PostFacts> = {
  name: "output-schema",
  critical: false,
  ask({ declared, missing }) {
    if (declared === 0) return notApplicable("The plan names no fields of a result.");
    if (missing.length === 0) return passes(`All ${declared} fields that the plan names are there.`);
    return fails(`Missing: ${missing.slice(0, 5).join(", ")}.`, "notice");
  },
};

/** From 0 to 100: what was done of what was to be done, with a field that is missing counting as a step. */
export function qualityOf({ steps: { completed, failed, skipped }, missing, declared }: PostFacts): number {
  const whole = completed + failed + skipped + declared;
  return whole === 0 ? 100 : Math.round(((completed + declared - Math.min(declared, missing.length)) * 100) / whole);
}

const quality: Gate<PostFacts> = {
  name: "quality-score",
  critical: false,
  ask(facts) {
    const score = qualityOf(facts);
    const least = facts.bounds.quality;
    if (least !== undefined && score < least) return blocks(`${score} of 100; the plan asks for ${least}.`);
    if (score < 50) return fails(`${score} of 100.`, "notice");
    return score < 80 ? warns(`${score} of 100.`, "notice") : passes(`${score} of 100.`);
  },
};

const security: Gate<PostFacts> = {
  name: "security-scan",
  critical: false,
  ask({ findings }) {
    if (findings === undefined) return notApplicable("The result is too short to hold anything.");
    const kinds = [...new Set(findings.filter(({ severity }) => severity !== "low").map(({ kind }) => kind))];
    if (kinds.length === 0) return passes("No secret or personal number is in the result.");
    const said = `The result holds what looks like: ${kinds.slice(0, 5).join(", ")}.`;
    return findings.some(({ severity }) => severity === "critical") ? fails(said, "notice") : warns(said, "notice");
  },
};

const performance: Gate<PostFacts> = {
  name: "performance",
  critical: false,
  ask({ durationMs, costMicros, bounds }) {
    const shares = [
      bounds.durationMs !== undefined && {
        share: durationMs / bounds.durationMs,
        said: `${Math.round(durationMs / 1_000)} s of ${Math.round(bounds.durationMs / 1_000)} s`,
      },
      bounds.costMicros !== undefined && {
        share: bounds.costMicros === 0 ? Number(costMicros > 0) * 2 : costMicros / bounds.costMicros,
        said: `${dollars(costMicros)} of ${dollars(bounds.costMicros)}`,
      },
    ].filter((one) => one !== false);
    if (shares.length === 0) return notApplicable("Neither the plan nor a budget sets a bound.");
    const most = Math.max(...shares.map(({ share }) => share));
    const said = `${shares.map((one) => one.said).join(" and ")}.`;
    if (most > 1) return fails(`Over its bounds: ${said}`, "notice");
    return most > 0.8 ? warns(`Near its bounds: ${said}`, "notice") : passes(said);
  },
};

const ofCode: Gate<PostFacts>[] = codeGates.map(({ name, critical, ask }) => ({
  name,
  critical,
  ask: ({ report }) => (report === undefined ? notApplicable("It does not run code.") : ask(report)),
}));

/** Asked once, when everything is settled and the result is put together. */
export const postGates: readonly Gate<PostFacts>[] = [outputSchema, quality, security, performance, ...ofCode];
