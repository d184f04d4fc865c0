import { canonicalJson, type Json } from "#lib/kernel/json.ts";
import type { PlanStep } from "./plan.ts";

export type Change = {
  kind: "added" | "removed" | "changed";
  step: string;
  what: string;
  before?: string | undefined;
  after?: string | undefined;
};

/** A step as people see it: with words of its own, or its name, or its tool's. */
type Step = Pick<PlanStep, "id" | "tool" | "params" | "dependsOn"> & { name?: string | undefined; words?: string };
type Fields = Pick<
  PlanStep,
  "when" | "forEach" | "onMissing" | "approval" | "critical" | "timeoutMs" | "retry" | "fallbacks" | "guardrails" | "lock"
>;
type Shape = { steps: readonly (Step & Partial<Record<keyof Fields, unknown>>)[]; outputs?: Record<string, string> | undefined };

/** What has changed from one plan to another, place by place, in the words of people. */
export function planDiff(was: Shape, is: Shape): Change[] {
  const before = new Map(was.steps.map((step) => [step.id, step]));
  const after = new Set(is.steps.map(({ id }) => id));
  const kept = is.steps.filter(({ id }) => before.has(id)).map(({ id }) => id);
  const order = was.steps.filter(({ id }) => after.has(id)).map(({ id }) => id);
  const [had, has] = [was.outputs ?? {}, is.outputs ?? {}];
  return [
    ...was.steps.filter(({ id }) => !after.has(id)).map((step): Change => ({ kind: "removed", step: wordsOf(step), what: "step" })),
    ...is.steps.flatMap((step): Change[] => {
      const old = before.get(step.id);
      return old ? changesOf(old, step) : [{ kind: "added", step: wordsOf(step), what: "step" }];
    }),
    ...(kept.join() === order.join()
      ? []
      : [{ kind: "changed" as const, step: "The plan", what: "order", before: order.join(", "), after: kept.join(", ") }]),
    ...Object.keys(had)
      .filter((name) => !Object.hasOwn(has, name))
      .map((name): Change => ({ kind: "removed", step: "The result", what: name })),
    ...Object.entries(has).flatMap(([name, expression]): Change[] => {
      if (!Object.hasOwn(had, name)) return [{ kind: "added", step: "The result", what: name }];
      return changed("The result", name, had[name], expression);
    }),
  ];
}

const wordsOf = ({ words, name, tool }: Step): string => words ?? name ?? tool;

function changed(step: string, what: string, before: unknown, after: unknown): Change[] {
  const [was, is] = [shown(before), shown(after)];
  return was === is ? [] : [{ kind: "changed", step, what, before: was, after: is }];
}

const told: [keyof Fields, string][] = [
  ["when", "runs only when"],
  ["forEach", "once for each of"],
  ["approval", "approval"],
  ["onMissing", "when a step before it is missing"],
  ["critical", "critical"],
  ["timeoutMs", "time limit (ms)"],
  ["retry", "retries"],
  ["fallbacks", "fallbacks"],
  ["guardrails", "guardrails"],
  ["lock", "lock"],
];

function changesOf(was: Shape["steps"][number], is: Shape["steps"][number]): Change[] {
  const step = wordsOf(was);
  const fields = [...new Set([...Object.keys(was.params), ...Object.keys(is.params)])];
  const listed = (ids: readonly string[]) => ids.join(", ") || "nothing";
  return [
    ...changed(step, "name", step, wordsOf(is)),
    ...changed(step, "tool", was.tool, is.tool),
    ...changed(step, "waits for", listed(was.dependsOn), listed(is.dependsOn)),
    ...fields.flatMap((field) => changed(step, field, was.params[field], is.params[field])),
    ...told.flatMap(([field, what]) => changed(step, what, was[field], is[field])),
  ];
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : canonicalJson(value as Json);
}
