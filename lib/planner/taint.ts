import { expressionReferences, templates } from "#lib/kernel/expression.ts";
import type { Channel } from "#lib/safety/guardrails/channel.ts";
import type { PlanStep } from "./plan.ts";

/** Where a value comes from that nobody of the workspace wrote: content from outside, or a model's text (`model`). */
type Origin = Channel;

/** A parameter that is made of such values: where it stands, and for each origin the step that brought it in (none for the input). */
export type Derived = {
  param: string;
  /** No parameter: whether the step runs (`when`), or how often (`forEach`), was decided by such values. */
  control?: true;
  from: { origin: Origin; step?: string | undefined }[];
};

/** What a tool brings in by itself. The workspace's own people are its own; what an unknown tool says is somebody else's word. */
export function originOf(tool: string): Origin | undefined {
  const [room = ""] = tool.split(".");
  switch (room) {
    case "flow":
    case "report":
    case "contacts":
      return;
    case "text":
      return "model";
    case "documents":
      return "file";
    case "calendar":
      return "calendar";
    case "http":
    case "browser":
      return "page";
    case "mail":
      return "mail";
    default:
      return tool === "message.send" ? undefined : "tool_result";
  }
}

type Step = Pick<PlanStep, "id" | "tool" | "params" | "when" | "forEach" | "fallbacks">;
type Sources = Map<string, Derived["from"][number]>;

/** A step that is made of a thousand pages names a few; an origin that is not named yet is never left out. */
const fewSources = 5;

function add(sources: Sources, key: string, source: Derived["from"][number]): void {
  if (sources.size < fewSources || ![...sources.values()].some(({ origin }) => origin === source.origin)) sources.set(key, source);
}

/**
 * Which parameters of which steps derive from outside. A step hands on what it was given: what was made of a page is still the
 * page's word. It is read off the plan, which no content can change.
 */
export function taintOf(steps: readonly Step[], trigger = "api"): Map<string, Derived[]> {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const handedOn = new Map<string, Sources>();
  const derived = new Map<string, Derived[]>();

  const sourcesOf = (expression: string, items: Sources): Sources => {
    const { steps: ids, roots } = expressionReferences(expression);
    const sources: Sources = new Map();
    for (const id of ids) for (const [key, source] of handedOn.get(id) ?? []) add(sources, key, source);
    if (trigger === "webhook" && (roots.includes("input") || roots.includes("context"))) sources.set("webhook:", { origin: "webhook" });
    if (roots.includes("item")) for (const [key, source] of items) add(sources, key, source);
    return sources;
  };

  const controlOf = ({ when, forEach }: Step, items: Sources): Derived[] => {
    const decides = [
      { param: "when", sources: when === undefined ? new Map() : sourcesOf(when, items) },
      { param: "forEach", sources: forEach === undefined ? new Map() : items },
    ];
    return decides.flatMap(({ param, sources }) =>
      sources.size > 0 ? [{ param, control: true as const, from: [...sources.values()] }] : [],
    );
  };

  const look = (step: Step): void => {
    const items = step.forEach === undefined ? new Map() : sourcesOf(step.forEach, new Map());
    const byParam = new Map<string, Sources>();
    const all: Sources = new Map();
    for (const params of [step.params, ...paramsOfFallbacks(step)])
      for (const { path, expression } of templates(params)) {
        const param = path.replace(/^\./, "");
        const into = byParam.get(param) ?? new Map();
        for (const [key, source] of sourcesOf(expression, items)) {
          add(into, key, source);
          add(all, key, source);
        }
        if (into.size > 0) byParam.set(param, into);
      }
    const found = [...[...byParam].map(([param, sources]): Derived => ({ param, from: [...sources.values()] })), ...controlOf(step, items)];
    if (found.length > 0) derived.set(step.id, found);
    const origin = originOf(step.tool);
    if (origin !== undefined) add(all, `${origin}:${step.id}`, { origin, step: step.id });
    handedOn.set(step.id, all);
  };

  for (const step of inOrder(steps, byId)) look(step);
  return derived;
}

const paramsOfFallbacks = ({ fallbacks = [] }: Step) =>
  fallbacks.flatMap((fallback) => ("params" in fallback && fallback.params ? [fallback.params] : []));

/** What is referred to comes before what refers to it; a plan has no cycle. Without recursion, since chains are long. */
function* inOrder(steps: readonly Step[], byId: Map<string, Step>): Generator<Step> {
  const done = new Set<string>();
  for (const first of steps) {
    const stack = [first];
    const under = new Set<string>();
    for (let step = stack.at(-1); step; step = stack.at(-1)) {
      const open = under.has(step.id) ? [] : referredBy(step).flatMap((id) => (done.has(id) ? [] : (byId.get(id) ?? [])));
      under.add(step.id);
      const waiting = open.filter((one) => !under.has(one.id));
      if (waiting.length > 0) {
        stack.push(...waiting);
        continue;
      }
      stack.pop();
      if (done.has(step.id)) continue;
      done.add(step.id);
      yield step;
    }
  }
}

function referredBy(step: Step): string[] {
  const expressions = [step.params, ...paramsOfFallbacks(step)].flatMap((params) =>
    [...templates(params)].map(({ expression }) => expression),
  );
  return [...expressions, ...[step.when, step.forEach].filter((one) => one !== undefined)].flatMap(
    (expression) => expressionReferences(expression).steps,
  );
}

/** Meanings of parameters that say who or what a call reaches. */
const receiving = new Set(["contacts", "email-address", "url"]);

/** Those of the derived parameters that name whom the call reaches. */
export function derivedReceivers(derived: readonly Derived[], takes: Record<string, string>): Derived[] {
  return derived.filter(({ param, control }) => !control && receiving.has(takes[param.split(/[.[]/, 1)[0] ?? ""] ?? ""));
}

const originWords: Record<Origin, string> = {
  model: "a model's text",
  user: "what somebody wrote",
  mail: "a mail",
  page: "a page",
  file: "a document",
  calendar: "the calendar",
  chat: "a chat",
  webhook: "a webhook",
  tool_result: "what a tool answered",
  tool_description: "a tool's description",
  sms: "a text message",
  call: "a call",
  listing: "a listing",
  advertisement: "an advertisement",
};

const controlWords: Record<string, string> = { when: "whether it runs", forEach: "how often it runs" };

/** “body comes from a document (find) and a model's text (write)”. */
export function sayDerived({ param, control, from }: Derived): string {
  const sources = from.map(({ origin, step }) => (step === undefined ? originWords[origin] : `${originWords[origin]} (${step})`));
  return `${control ? (controlWords[param] ?? param) : param} comes from ${sources.join(" and ")}${from.length >= fewSources ? ", and others" : ""}`;
}

/** As policies ask about it. A model's own words alone are not from outside; what only decided whether or how often a step runs is told apart. */
export function taintFacts(derived: readonly Derived[]): {
  tainted: boolean;
  derived: string[];
  derivedFrom: string[];
  controlledFrom: string[];
} {
  const data = derived.filter(({ control }) => !control);
  const originsOf = (of: readonly Derived[]) => [...new Set(of.flatMap(({ from }) => from.map(({ origin }) => origin)))];
  const origins = originsOf(data);
  return {
    tainted: origins.some((origin) => origin !== "model"),
    derived: data.map(({ param }) => param),
    derivedFrom: origins,
    controlledFrom: originsOf(derived.filter(({ control }) => control)),
  };
}
