import type { Mask } from "#lib/kernel/mask.ts";
import { choosePolicies, judge } from "./evaluate.ts";
import type { Finding } from "./finding.ts";
import type { Policy } from "./policy.ts";
import { redactAll, restore } from "./redaction.ts";

/**
 * What the policies in force keep from a model: what they replace on its channel, and what they let nobody have. A guard that breaks
 * stops the call, since nobody knows what it would have replaced.
 */
export function maskBy(policies: Policy[]): Mask {
  const chosen = choosePolicies(policies, undefined);
  const inForce = (chosen.ok ? chosen.value : []).filter(hidesFromModels);
  return (texts) => {
    const { values, ...redacted } = redactAll(texts.map((text) => ({ text, findings: hiddenIn(text, inForce) })));
    return { texts: redacted.texts, values: Object.keys(values).length, restore: (text) => restore({ text, values }) };
  };
}

const hidesFromModels = ({ parameters, detectors = [] }: Policy): boolean =>
  detectors.length > 0 && Array.isArray(parameters["redact"]) && parameters["redact"].includes("model");

function hiddenIn(text: string, policies: Policy[]): Finding[] {
  if (text === "") return [];
  const { violations, findings } = judge({ kind: "text", text, channel: "model" }, policies);
  // What no detector saw, the guard says of itself.
  const broken = violations.find(({ detector }) => detector === undefined);
  if (broken) throw new Error(`${broken.policy}: ${broken.reason}`);
  const hidden = new Set(violations.map(({ span }) => (span ? `${span.start}:${span.end}` : "")));
  return findings.filter(({ span }) => span !== undefined && hidden.has(`${span.start}:${span.end}`));
}
