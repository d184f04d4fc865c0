/** From the mildest to the strictest. */
export const verdicts = ["allow", "warn", "redact", "require_approval", "block"] as const;
export type Verdict = (typeof verdicts)[number];
