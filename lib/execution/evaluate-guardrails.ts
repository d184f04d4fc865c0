import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import type { Action } from "#lib/safety/guardrails/action.ts";
import { channelNamed } from "#lib/safety/guardrails/channel.ts";
import { choosePolicies, type Judgement, judge, type Subject } from "#lib/safety/guardrails/evaluate.ts";
import type { Detector } from "#lib/safety/guardrails/finding.ts";
import type { MessageCase } from "#lib/safety/guardrails/message-case.ts";
import type { Policy } from "#lib/safety/guardrails/policy.ts";
import { type Redacted, redact } from "#lib/safety/guardrails/redaction.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { effectOf } from "./prepare-step.ts";

/** One of a text, an action and a message. */
export type Question = {
  text?: string | undefined;
  channel?: string | undefined;
  action?: Action | undefined;
  usage?: Record<string, Json> | undefined;
  message?: MessageCase | undefined;
  policies?: string[] | undefined;
};

const personal = new Set<Detector>(["secrets", "identifiers", "health", "contacts"]);

/** What the workspace's policies say of a text, an action or a message, before anything happens. */
export function evaluateGuardrails(
  { policies, registry, now }: { policies: Policy[]; registry: ToolRegistry; now: Date },
  question: Question,
): Outcome<Omit<Judgement, "findings"> & { redacted?: Redacted }> {
  const chosen = choosePolicies(policies, question.policies);
  if (!chosen.ok) return chosen;
  const { findings, ...judgement } = judge(subjectOf(question, registry, now), chosen.value);
  if (question.text === undefined) return accept(judgement);
  const values = findings.filter(({ detector }) => personal.has(detector));
  return accept({ ...judgement, redacted: redact(question.text, values) });
}

function subjectOf({ text, channel, action, usage, message }: Question, registry: ToolRegistry, now: Date): Subject {
  if (action !== undefined) return { kind: "action", action: declared(action, registry), usage };
  if (message !== undefined) return { kind: "message", message, now: message.now === undefined ? now : new Date(message.now) };
  return { kind: "text", text: text ?? "", channel: channel === undefined ? undefined : channelNamed(channel) };
}

/** What the tool itself says about the call; who asks may say it in its place only for a tool that is not there. */
function declared(action: Action, registry: ToolRegistry): Action {
  const tool = registry.get(action.tool);
  if (!tool) return { effect: "delete", ...action };
  const input = tool.input.safeParse(action.params);
  // A class that depends on parameters which do not fit is not known.
  const unread = typeof tool.effect === "function" ? undefined : tool.effect;
  const effect = input.success ? effectOf(tool, input.data) : (unread ?? "delete");
  const count = input.success ? tool.countOf?.(input.data) : undefined;
  return { ...(count !== undefined && { count }), ...action, effect };
}
