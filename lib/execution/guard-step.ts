import type { Json } from "#lib/kernel/json.ts";
import type { Outcome } from "#lib/kernel/outcome.ts";
import { type Derived, originOf, taintFacts } from "#lib/planner/taint.ts";
import { builtInPolicies } from "#lib/safety/guardrails/built-in.ts";
import type { Channel } from "#lib/safety/guardrails/channel.ts";
import { choosePolicies, judge, type Violation } from "#lib/safety/guardrails/evaluate.ts";
import type { Policy } from "#lib/safety/guardrails/policy.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { EffectClass } from "#lib/tools/tool.ts";
import type { Fact } from "./events.ts";
import type { Decision, Row } from "./slice.ts";
import { nothingAround } from "./usage-around.ts";

/** The policies of a workspace, as they are now. */
export type PoliciesOf = (scope: Workspace) => Promise<Policy[]>;

/** What a policy said, as the log keeps it: never the value that it saw. */
export type Said = { policy: string; severity: string; verdict: string; because: string };

/** What the guards make of a call: refused for good, held for a person, or let go; and what is to be remembered of it. */
export type Guarded = { block: string | undefined; why: string[]; said: Said[] };

type Call = {
  tool: string;
  effect: EffectClass;
  count: number;
  params: Json;
  guardrails: string[] | undefined;
  /** Which parameters derive from outside. */
  derived: Derived[];
  /** How much its execution has done, this call included. */
  usage?: Record<string, number>;
};

/** Without a workspace's own, what the product ships is in force: there is no way to run without guards. */
export const shippedPolicies: PoliciesOf = async () => builtInPolicies;

/** Judges a call by the policies in force and by those that its step names. */
export function guardCall(policies: Policy[], { tool, effect, count, params, guardrails, derived, usage }: Call): Guarded {
  const asked = askedOf(policies, guardrails);
  // Which addresses may be reached, the egress guard says: it knows what the operator lets through, and sees what a name stands for.
  const action = { tool, effect, count, params, internalAddress: false, ...taintFacts(derived) };
  const { verdict, violations } = judge({ kind: "action", action, usage: usage ?? nothingUsed }, asked.policies);
  const told = worthTelling(violations);
  const unknown = asked.unknown.map((name) => ({
    policy: name,
    severity: "critical",
    verdict: "block",
    because: `There is no policy ${name}.`,
  }));
  const said = [...unknown, ...told.map(saidOf)].slice(0, 20);
  const blocked = said.find((one) => one.verdict === "block");
  return {
    block: unknown.length > 0 || verdict === "block" ? `${blocked?.policy}: ${blocked?.because}` : undefined,
    why: said.filter((one) => one.verdict === "require_approval").map((one) => `${one.policy}: ${one.because}`),
    said,
  };
}

/** Nothing was counted for it: what a person edits, and what is checked before anything runs. */
export const nothingUsed: Record<string, number> = {
  callsLastMinute: 0,
  toolCallsLastMinute: 0,
  pagesLastMinute: 0,
  executionCalls: 0,
  toolCalls: 0,
  executionMicros: 0,
  executionTokens: 0,
  ...nothingAround,
};

/** The policies in force, and those that a step names; and which of these there are none of. */
export function askedOf(policies: Policy[], names: string[] | undefined): { policies: Policy[]; unknown: string[] } {
  const inForce = choosePolicies(policies, undefined);
  const named = (names ?? []).map((name) => policies.find((policy) => policy.name === name) ?? name);
  const found = named.filter((one): one is Policy => typeof one !== "string");
  return {
    policies: [...new Set([...(inForce.ok ? inForce.value : []), ...found])],
    unknown: named.filter((one): one is string => typeof one === "string"),
  };
}

/** A remark about a phone number in a letter is no news; several policies that saw the same thing say it once. */
function worthTelling(violations: Violation[]): Violation[] {
  const seen = new Set<string>();
  return violations.filter(({ severity, policy, reason }) => {
    const key = `${policy} ${reason}`;
    if (severity === "low" || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function saidOf({ policy, severity, verdict, reason, path }: Violation): Said {
  return {
    policy,
    severity,
    verdict,
    because: path === undefined ? reason : `${reason} in ${path.replace(/^params\.?/, "") || "the parameters"}`,
  };
}

/** Where the output of a tool comes from, for the guards that read it. What a model of ours wrote is not from outside. */
function channelOf(tool: string): Channel | undefined {
  // Whom the workspace knows is its own, and what is written about them may still be somebody else's words.
  if (tool.startsWith("contacts.")) return "tool_result";
  const origin = originOf(tool);
  return origin === "model" ? undefined : origin;
}

const longestOutput = 262_144;

/** Orders within what a tool brought back. They are recorded and change nothing: nothing of an output is ever obeyed. */
export function guardOutput(tool: string, output: Json): Said[] {
  const channel = channelOf(tool);
  if (channel === undefined) return [];
  const text = (typeof output === "string" ? output : JSON.stringify(output)).replaceAll("\\n", "\n").slice(0, longestOutput);
  if (text.length < 20) return [];
  const policies = builtInPolicies.filter(({ name }) => name === "prompt-injection");
  const { violations } = judge({ kind: "text", text, channel }, policies);
  const [first] = violations;
  if (first === undefined) return [];
  // One text, one entry: it is read by a person, not counted.
  const because = [...new Set(violations.flatMap(({ reason }) => reason.split("; ")))].slice(0, 5).join("; ");
  return [{ policy: first.policy, severity: first.severity, verdict: "warn", because }];
}

/** The facts of what guards said about a step; a decision that changes nothing says nothing. */
export function withSaid<Answer>(decision: Decision<Answer>, row: Row | undefined, said: Said[] | undefined): Decision<Answer> {
  if (!row || !said?.length || decision.facts.length === 0) return decision;
  const facts = said.map(
    (one): Fact => ({
      type: "guardrail.violated",
      step: row.id,
      status: row.state.status,
      message: `${one.policy}: ${one.because}`,
      ...one,
    }),
  );
  return { ...decision, facts: [...facts, ...decision.facts] };
}

/** The same for a decision that may be refused. */
export function outcomeWithSaid<Answer>(outcome: Outcome<Decision<Answer>>, row: Row | undefined, said: Said[]): Outcome<Decision<Answer>> {
  return outcome.ok ? { ok: true, value: withSaid(outcome.value, row, said) } : outcome;
}
