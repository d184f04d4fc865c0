import { z } from "zod";
import { checkExpression } from "#lib/kernel/expression.ts";
import { Json } from "#lib/kernel/json.ts";
import { accept, type FieldError, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Detector } from "./finding.ts";

/** The five evaluators. Another is refused when a policy is saved, since nobody would ask it. */
export const PolicyType = z.enum(["data-privacy", "security", "compliance", "performance", "cost"]);
export type PolicyType = z.infer<typeof PolicyType>;

export const detectors = [
  "secrets",
  "identifiers",
  "health",
  "contacts",
  "prompt-injection",
  "fair-housing",
  "illegal-activity",
  "placeholders",
  "integrity",
  "quiet-hours",
  "opt-out",
  "consent",
  "frequency",
  "bulk",
] as const satisfies Detector[];

/** What a condition may begin with. */
export const policyRoots = ["action", "usage", "message", "channel", "parameters"] as const;

/**
 * A policy is data. `when` is a condition in CEL over the action; alone it is the violation, with `detectors` it says when their
 * findings count. Neither is code, and both are checked before they are kept.
 */
export const Policy = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, "is lower case letters, digits and hyphens"),
  type: PolicyType,
  /** critical: blocked. high: blocked until a person approves. medium: a warning. low: a remark. Findings say at most this. */
  severity: z.enum(["critical", "high", "medium", "low"]),
  /** In force for the whole workspace; one that is not is asked where a step or a caller names it. */
  enabled: z.boolean(),
  /** What it means, for people. */
  meaning: z.string().min(1).max(600),
  parameters: z.record(z.string().max(60), Json),
  detectors: z.array(z.enum(detectors)).max(detectors.length).optional(),
  when: z.string().max(2_000).optional(),
  /** Why it objects, where its condition alone does. */
  because: z.string().max(300).optional(),
});
export type Policy = z.infer<typeof Policy>;

/** A policy as it may be kept; anything that could not be asked later is refused, with the field. */
export function checkPolicy(given: unknown): Outcome<Policy> {
  const read = Policy.safeParse(given);
  const errors: FieldError[] = read.success
    ? meaningOf(read.data)
    : read.error.issues.map(({ path, message }) => ({ path: path.join("."), because: message }));
  const [first] = errors;
  if (read.success && !first) return accept(read.data);
  return refuse({ code: "unprocessable", because: `the policy can't be kept: ${first?.path}: ${first?.because}`, errors });
}

function meaningOf({ when, detectors: sees, parameters }: Policy): FieldError[] {
  const errors: FieldError[] = [];
  if (when === undefined && !sees?.length) errors.push({ path: "when", because: "needs a condition or a detector" });
  if (when !== undefined) {
    const checked = checkExpression(when, policyRoots);
    if (!checked.ok) errors.push({ path: "when", because: checked.refusal.because });
    for (const [, name = ""] of when.matchAll(/\bparameters\.([A-Za-z_]\w*)/g))
      if (!Object.hasOwn(parameters, name))
        errors.push({ path: `parameters.${name}`, because: "is asked for by the condition and is not there" });
  }
  return errors;
}
