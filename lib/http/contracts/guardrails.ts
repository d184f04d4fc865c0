import { z } from "zod";
import type { evaluateGuardrails } from "#lib/execution/evaluate-guardrails.ts";
import { Json } from "#lib/kernel/json.ts";
import { Action } from "#lib/safety/guardrails/action.ts";
import { channels } from "#lib/safety/guardrails/channel.ts";
import { MessageCase } from "#lib/safety/guardrails/message-case.ts";
import { PolicyType } from "#lib/safety/guardrails/policy.ts";
import { verdicts } from "#lib/safety/guardrails/verdicts.ts";

const EvaluateGuardrails = z
  .strictObject({
    text: z.string().max(600_000).optional(),
    channel: z
      .string()
      .max(60)
      .optional()
      .describe(`where the text came from or goes: ${channels.join(", ")}; absent: a person typed it`),
    action: Action.optional(),
    usage: z
      .record(z.string().max(60), Json)
      .optional()
      .describe(
        "what was used so far, for an action: callsLastMinute, executionMicros, workspaceSendsToday, userMicrosThisMonth, leadsToday, …",
      ),
    message: MessageCase.optional(),
    policies: z.array(z.string().max(100)).min(1).max(100).optional().describe("the policies to ask, by name; absent: those in force"),
  })
  .superRefine(({ text, action, message, channel, usage }, context) => {
    const given = [text, action, message].filter((one) => one !== undefined).length;
    if (given !== 1) context.addIssue({ code: "custom", path: ["text"], message: "give one of text, action and message" });
    if (channel !== undefined && text === undefined) context.addIssue({ code: "custom", path: ["channel"], message: "belongs to a text" });
    if (usage !== undefined && action === undefined) context.addIssue({ code: "custom", path: ["usage"], message: "belongs to an action" });
  });

type Judged = Extract<ReturnType<typeof evaluateGuardrails>, { ok: true }>["value"];

const Span = z.object({ start: z.int(), end: z.int() });
const Severity = z.enum(["low", "medium", "high", "critical"]);

export const GuardrailJudgement = z.object({
  /** The strictest of all: allow, warn (medium), redact, require_approval (high), block (critical). */
  verdict: z.enum(verdicts),
  violations: z.array(
    z.object({
      policy: z.string(),
      type: PolicyType,
      severity: Severity,
      verdict: z.enum(verdicts),
      detector: z.string().optional(),
      kind: z.string().optional(),
      reason: z.string(),
      /** In UTF-16 units of the text. */
      span: Span.optional(),
      /** Where in the parameters of an action. */
      path: z.string().optional(),
    }),
  ),
  /** A text with a typed placeholder for each value, and where each value stood in the text as it was sent. */
  redacted: z.string().optional(),
  placeholders: z.array(z.object({ placeholder: z.string(), span: Span })).optional(),
  ms: z.number(),
});

/** What may be changed: of a shipped policy whether it holds, how strict it is and its parameters; all of one's own. */
const ChangePolicy = z.strictObject({
  enabled: z.boolean().optional(),
  severity: z.string().max(20).optional().describe("critical, high, medium or low"),
  parameters: z.record(z.string().max(60), Json).optional(),
  type: z.string().max(40).optional().describe("data-privacy, security, compliance, performance or cost; another is refused"),
  meaning: z.string().max(600).optional(),
  detectors: z.array(z.string().max(40)).max(30).optional(),
  when: z.string().max(2_000).optional().describe("a condition in CEL over action, usage, message, channel and parameters"),
  because: z.string().max(300).optional(),
});
const PolicyName = z.object({ name: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/) });

const KeptPolicy = z.looseObject({
  name: z.string(),
  type: PolicyType,
  severity: Severity,
  enabled: z.boolean(),
  meaning: z.string(),
  parameters: z.record(z.string(), Json),
  version: z.int(),
  builtIn: z.boolean(),
  changedBy: z.string().nullable(),
  changedAt: z.string().nullable(),
});
export const GuardrailPolicy = KeptPolicy;
export const GuardrailPolicyPage = z.object({ data: z.array(KeptPolicy), nextCursor: z.string().nullable() });

/** A policy by its name, with what would be different about it; what is left out is as it is. */
const ReplayPolicy = ChangePolicy.extend({ name: PolicyName.shape.name, days: z.int().min(1).max(90).default(30) });
export const PolicyReplayed = z.object({
  policy: z.string(),
  days: z.int(),
  actions: z.int(),
  cut: z.boolean(),
  erased: z.int(),
  blocked: z.int(),
  held: z.int(),
  warned: z.int(),
  found: z.array(
    z.object({
      executionId: z.string(),
      title: z.string(),
      step: z.string(),
      summary: z.string(),
      at: z.iso.datetime(),
      verdict: z.string(),
      because: z.string(),
      url: z.string(),
    }),
  ),
});

export const guardrails = {
  evaluate: { body: EvaluateGuardrails },
  change: { params: PolicyName, body: ChangePolicy },
  replay: { body: ReplayPolicy },
};

/** A judgement as it is answered: where the values stood, and never the values. */
export function shownJudgement({ verdict, violations, redacted }: Judged) {
  return { verdict, violations, ...(redacted && { redacted: redacted.text, placeholders: redacted.places }) };
}
