import { evaluateCondition } from "#lib/kernel/expression.ts";
import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { type Action, factsOf, labelOf, textsOf } from "./action.ts";
import type { Channel } from "./channel.ts";
import { findCommunications } from "./communications.ts";
import { findContacts } from "./contacts.ts";
import { findFairHousing } from "./fair-housing.ts";
import { type Detector, type Finding, isWorse, type Severity, type Span } from "./finding.ts";
import { findHealth } from "./health.ts";
import { findIdentifiers } from "./identifiers.ts";
import { findIllegal } from "./illegal.ts";
import { findInjections } from "./injection.ts";
import { findIntegrity, findPlaceholders } from "./integrity.ts";
import type { MessageCase } from "./message-case.ts";
import { checkPolicy, type Policy, type PolicyType } from "./policy.ts";
import { findSecrets } from "./secrets.ts";
import { type Verdict, verdicts } from "./verdicts.ts";
import { type Word, wordsOf } from "./words.ts";

/** The one table of what a severity does. */
export const verdictOf: Record<Severity, Verdict> = { critical: "block", high: "require_approval", medium: "warn", low: "allow" };

export type Violation = {
  policy: string;
  type: PolicyType;
  severity: Severity;
  verdict: Verdict;
  /** Which detector saw it and what; absent where a condition alone objects. */
  detector?: Detector;
  kind?: string;
  reason: string;
  span?: Span;
  path?: string;
};

export type Judgement = { verdict: Verdict; violations: Violation[]; findings: Finding[] };

export type Subject =
  | { kind: "text"; text: string; channel?: Channel | undefined }
  | { kind: "action"; action: Action; usage?: Record<string, Json> | undefined }
  | { kind: "message"; message: MessageCase; now: Date };

/** Which of the policies are asked: those that are named, in that order, or else those that are in force. */
export function choosePolicies(policies: Policy[], names: string[] | undefined): Outcome<Policy[]> {
  if (names === undefined) return accept(policies.filter(({ enabled }) => enabled));
  const chosen: Policy[] = [];
  for (const [index, name] of names.entries()) {
    const found = policies.find((policy) => policy.name === name);
    if (!found) {
      const because = `there is no policy ${name}; there are ${policies.map((policy) => policy.name).join(", ")}`;
      return refuse({ code: "unprocessable", because, errors: [{ path: `policies[${index}]`, because }] });
    }
    if (!chosen.includes(found)) chosen.push(found);
  }
  return accept(chosen);
}

/** What the policies say of a subject. Never throws: a guard that breaks is a violation, and blocks whatever reaches the outside. */
export function judge(subject: Subject, policies: Policy[], detect: typeof detectIn = detectIn): Judgement {
  const seen = new Map<Detector, Finding[]>();
  const find = (detector: Detector, policy: Policy): Finding[] => {
    const known = seen.get(detector);
    if (known) return known;
    const found = detect(detector, subject, policy);
    seen.set(detector, found);
    return found;
  };
  let facts: Record<string, unknown> | undefined;
  const violations: Violation[] = [];
  for (const policy of policies) {
    try {
      facts ??= scopeOf(subject);
      violations.push(...violationsOf(policy, subject, facts, find));
    } catch (cause) {
      const severity: Severity = isOutward(subject) ? "critical" : "medium";
      const reason = `The guard could not be asked: ${cause instanceof Error ? cause.message : String(cause)}`;
      violations.push({ policy: policy.name, type: policy.type, severity, verdict: verdictOf[severity], reason });
    }
  }
  violations.sort((a, b) => Number(isWorse(b.severity, a.severity)) - Number(isWorse(a.severity, b.severity)));
  return { verdict: strictest(violations.map(({ verdict }) => verdict)), violations, findings: [...seen.values()].flat() };
}

/** The strictest of several verdicts; nothing said is `allow`. */
export function strictest(said: Verdict[]): Verdict {
  return said.reduce<Verdict>((worst, verdict) => (verdicts.indexOf(verdict) > verdicts.indexOf(worst) ? verdict : worst), "allow");
}

const isOutward = (subject: Subject): boolean =>
  subject.kind !== "text" && !(subject.kind === "action" && subject.action.effect === "read");

function violationsOf(
  policy: Policy,
  subject: Subject,
  facts: Record<string, unknown>,
  find: (detector: Detector, policy: Policy) => Finding[],
): Violation[] {
  const checked = checkedOnce(policy);
  if (!checked.ok) throw new Error(checked.refusal.because);
  const { name, type, severity: most, when, because, meaning, detectors = [] } = policy;
  if (when !== undefined) {
    // Only a condition that asks for the parameters has them carried over.
    const whole =
      subject.kind === "action" && when.includes("params")
        ? { action: { ...(facts["action"] as object), params: subject.action.params } }
        : {};
    const held = evaluateCondition(when, { steps: {}, ...facts, ...whole, parameters: policy.parameters });
    if (!held.ok) throw new Error(held.refusal.because);
    if (!held.value) return [];
    if (detectors.length === 0) return [{ policy: name, type, severity: most, verdict: verdictOf[most], reason: because ?? meaning }];
  }
  const redacts =
    subject.kind === "text" &&
    Array.isArray(policy.parameters["redact"]) &&
    policy.parameters["redact"].includes(subject.channel ?? "user");
  return detectors.flatMap((detector) =>
    find(detector, policy).map((finding) => {
      const severity = isWorse(finding.severity, most) ? most : finding.severity;
      return {
        policy: name,
        type,
        severity,
        verdict: redacts && severity !== "critical" ? ("redact" as const) : verdictOf[severity],
        detector,
        kind: finding.kind,
        reason: finding.reason,
        ...(finding.span && { span: finding.span }),
        ...(finding.path !== undefined && { path: finding.path }),
      };
    }),
  );
}

const checks = new WeakMap<Policy, Outcome<Policy>>();

function checkedOnce(policy: Policy): Outcome<Policy> {
  const known = checks.get(policy) ?? checkPolicy(policy);
  checks.set(policy, known);
  return known;
}

function scopeOf(subject: Subject): Record<string, unknown> {
  switch (subject.kind) {
    case "text":
      return { action: { textLower: subject.text.toLowerCase() }, usage: {}, message: {}, channel: subject.channel ?? "user" };
    case "action":
      return { action: factsOf(subject.action), usage: subject.usage ?? {}, message: {}, channel: "action" };
    case "message":
      return {
        action: { tool: "message.send", effect: "send", textLower: subject.message.text.toLowerCase() },
        usage: {},
        message: subject.message,
        channel: subject.message.channel,
      };
  }
}

const listings = new Set(["listing", "advertisement"]);
const words = new WeakMap<Subject, Map<string, Word[]>>();

/** Several detectors read the same words, which are cut once. */
function wordsIn(subject: Subject, text: string): Word[] {
  const known = words.get(subject) ?? new Map<string, Word[]>();
  words.set(subject, known);
  const had = known.get(text);
  if (had) return had;
  const cut = wordsOf(text);
  known.set(text, cut);
  return cut;
}

/** What one detector sees in a subject: in a text, in a message, or in each text among an action's parameters. */
export function detectIn(detector: Detector, subject: Subject, policy: Policy): Finding[] {
  if (subject.kind === "message" && isAboutSending(detector))
    return findCommunications(subject.message, subject.now, policy.parameters as Parameters<typeof findCommunications>[2]).filter(
      (finding) => finding.detector === detector,
    );
  if (detector === "integrity") return subject.kind === "action" ? findIntegrity(subject.action.params) : [];
  if (subject.kind === "text") return inText(detector, subject.text, subject.channel, wordsIn(subject, subject.text), policy);
  if (subject.kind === "message") return inText(detector, subject.message.text, "user", wordsIn(subject, subject.message.text), policy);
  if (detector === "bulk") return bulkOf(subject.action, policy);
  return textsOf(subject.action.params)
    .filter(({ path }) => !(detector === "secrets" && /^params\.headers\./.test(path)))
    .flatMap(({ path, text }) => inField(detector, path, text, wordsIn(subject, text), policy));
}

const isAboutSending = (detector: Detector) => ["opt-out", "consent", "quiet-hours", "frequency", "bulk"].includes(detector);

function inText(detector: Detector, text: string, channel: Channel | undefined, read: Word[], policy: Policy): Finding[] {
  switch (detector) {
    case "secrets":
      return findSecrets(text);
    case "identifiers":
      return findIdentifiers(text);
    case "health":
      return findHealth(text, read);
    case "contacts":
      return findContacts(text);
    case "prompt-injection":
      return findInjections(text, channel, read);
    case "fair-housing": {
      const isAd = listings.has(channel ?? "") || policy.parameters["everyText"] === true;
      return findFairHousing(text, { isAd, words: read });
    }
    case "illegal-activity":
      return findIllegal(text, read);
    case "placeholders":
      return findPlaceholders(text);
    default:
      return [];
  }
}

/** A field's name is the label of its value: `password: "…"` is one wherever the two stand. */
function inField(detector: Detector, path: string, text: string, read: Word[], policy: Policy): Finding[] {
  const found = inText(detector, text, undefined, read, policy);
  const label = labelOf(path);
  const isShort = text.length <= 300 && label.length > 1;
  if (found.length === 0 && isShort && (detector === "secrets" || detector === "identifiers")) {
    const before = `${label}: `;
    for (const finding of inText(detector, before + text, undefined, [], policy))
      if (finding.span && finding.span.start >= before.length)
        found.push({ ...finding, span: { start: finding.span.start - before.length, end: finding.span.end - before.length } });
  }
  return found.map((finding) => ({ ...finding, path }));
}

function bulkOf({ effect, count, recipients, params }: Action, policy: Policy): Finding[] {
  const to = typeof params === "object" && params !== null && "to" in params ? params["to"] : undefined;
  const reached = recipients?.length ?? count ?? (Array.isArray(to) ? to.length : 1);
  const most = Number(policy.parameters["bulkLimit"] ?? 100);
  if (effect === "read" || reached <= most) return [];
  return [
    {
      detector: "bulk",
      kind: "bulk",
      severity: "high",
      reason: `It reaches ${reached} at once; ${most} may be reached without a person's look.`,
    },
  ];
}
