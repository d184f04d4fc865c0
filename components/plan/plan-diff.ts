import { canonicalJson } from "#lib/kernel/json.ts";
import type { CardStep } from "./card.ts";
import type { Draft } from "./edit-plan.ts";

export type Change = { kind: "added" | "removed" | "changed"; step: string; what: string; before?: string; after?: string };

type Plan = Pick<Draft, "steps" | "outputs">;

/** What somebody changed since the planner's draft, place by place. */
export function planDiff(was: Plan, is: Plan): Change[] {
  const before = new Map(was.steps.map((step) => [step.id, step]));
  const after = new Set(is.steps.map(({ id }) => id));
  const kept = is.steps.filter(({ id }) => before.has(id)).map(({ id }) => id);
  const order = was.steps.filter(({ id }) => after.has(id)).map(({ id }) => id);
  const gone = Object.keys(was.outputs ?? {}).filter((name) => !Object.hasOwn(is.outputs ?? {}, name));
  return [
    ...was.steps.filter(({ id }) => !after.has(id)).map((step): Change => ({ kind: "removed", step: step.words, what: "step" })),
    ...is.steps.flatMap((step): Change[] => {
      const old = before.get(step.id);
      return old ? changesOf(old, step) : [{ kind: "added", step: step.words, what: "step" }];
    }),
    ...(kept.join() === order.join()
      ? []
      : [{ kind: "changed" as const, step: "The plan", what: "order", before: order.join(", "), after: kept.join(", ") }]),
    ...gone.map((name): Change => ({ kind: "removed", step: "The result", what: name })),
  ];
}

function changesOf(was: CardStep, is: CardStep): Change[] {
  const changed = (what: string, before: string, after: string): Change[] =>
    before === after ? [] : [{ kind: "changed", step: was.words, what, before, after }];
  const fields = [...new Set([...Object.keys(was.params), ...Object.keys(is.params)])];
  return [
    ...changed("name", was.name ?? was.words, is.name ?? is.words),
    ...changed("tool", was.tool, is.tool),
    ...changed("waits for", was.dependsOn.join(", ") || "nothing", is.dependsOn.join(", ") || "nothing"),
    ...fields.flatMap((field) => changed(field, shown(was.params[field]), shown(is.params[field]))),
  ];
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : canonicalJson(value);
}
