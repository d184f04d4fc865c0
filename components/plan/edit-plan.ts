import type { Json } from "#lib/kernel/json.ts";
import type { CardStep, ListedTool } from "./card.ts";

export type Outputs = Record<string, string>;

/** The plan as it is being edited. `unread`: what was typed as data and does not read as data yet, by `step.field`. */
export type Draft = { steps: CardStep[]; outputs: Outputs | undefined; unread: Record<string, string> };

export type Edit =
  | { do: "begin"; steps: CardStep[]; outputs: Outputs | undefined }
  | { do: "rename"; id: string; name: string }
  | { do: "remove"; id: string }
  | { do: "move"; id: string; over: string }
  | { do: "swap"; id: string; tool: ListedTool }
  | { do: "set"; id: string; field: string; value: Json | undefined }
  | { do: "unread"; id: string; field: string; text: string }
  | { do: "wait"; id: string; on: string; isOn: boolean }
  | { do: "add"; tool: ListedTool };

export function editPlan(was: Draft, edit: Edit): Draft {
  switch (edit.do) {
    case "begin":
      return { steps: edit.steps, outputs: edit.outputs, unread: {} };
    case "rename":
      return withStep(was, edit.id, (step) => ({ ...step, name: edit.name, words: edit.name }));
    case "remove":
      return without(was, edit.id);
    case "move":
      return { ...was, steps: moved(was.steps, edit.id, edit.over) };
    case "swap":
      return withStep(was, edit.id, (step) => swapped(step, edit.tool));
    case "set":
      return {
        ...withStep(was, edit.id, (step) => ({ ...step, params: withField(step.params, edit.field, edit.value) })),
        unread: withField(was.unread, `${edit.id}.${edit.field}`, undefined),
      };
    case "unread":
      return { ...was, unread: { ...was.unread, [`${edit.id}.${edit.field}`]: edit.text } };
    case "wait":
      return withStep(was, edit.id, (step) => ({
        ...step,
        dependsOn: edit.isOn ? [...step.dependsOn, edit.on] : step.dependsOn.filter((id) => id !== edit.on),
      }));
    case "add":
      return { ...was, steps: [...was.steps, added(was.steps, edit.tool)] };
  }
}

function withStep(was: Draft, id: string, change: (step: CardStep) => CardStep): Draft {
  return { ...was, steps: was.steps.map((step) => (step.id === id ? change(step) : step)) };
}

/** Nobody waits for what is gone, and the result does not name it. What else refers to it is said when the plan is checked. */
function without(was: Draft, gone: string): Draft {
  const refers = new RegExp(`steps\\.${gone.replace(/[-]/g, "\\-")}(?![A-Za-z0-9_-])`);
  const outputs = Object.entries(was.outputs ?? {}).filter(([, expression]) => !refers.test(expression));
  return {
    steps: was.steps.filter(({ id }) => id !== gone).map((step) => ({ ...step, dependsOn: step.dependsOn.filter((id) => id !== gone) })),
    outputs: outputs.length > 0 ? Object.fromEntries(outputs) : undefined,
    unread: Object.fromEntries(Object.entries(was.unread).filter(([place]) => !place.startsWith(`${gone}.`))),
  };
}

/** Two steps change places. */
function moved(steps: CardStep[], id: string, over: string): CardStep[] {
  const [at, to] = [steps.findIndex((step) => step.id === id), steps.findIndex((step) => step.id === over)];
  const [one, other] = [steps[at], steps[to]];
  return one && other ? steps.with(at, other).with(to, one) : steps;
}

/** What the other tool takes too is kept. */
function swapped(step: CardStep, tool: ListedTool): CardStep {
  const takes = tool.input.properties;
  const params = takes ? Object.fromEntries(Object.entries(step.params).filter(([field]) => Object.hasOwn(takes, field))) : step.params;
  return { ...step, tool: tool.name, params, ...effectOf(tool) };
}

function added(steps: CardStep[], tool: ListedTool): CardStep {
  const ids = new Set(steps.map(({ id }) => id));
  let count = steps.length + 1;
  while (ids.has(`step-${count}`)) count += 1;
  return {
    id: `step-${count}`,
    name: tool.title,
    words: tool.title,
    tool: tool.name,
    params: {},
    dependsOn: [],
    batch: 0,
    ...effectOf(tool),
  };
}

/** A tool whose parameters decide counts as one that reaches people, until the plan is checked. */
function effectOf({ effect }: ListedTool): Pick<CardStep, "effect" | "requiresApproval"> {
  const known = effect === "by_parameters" ? "send" : effect;
  return { effect: known, requiresApproval: known !== "read" && known !== "write" };
}

function withField<Value>(fields: Record<string, Value>, field: string, value: Value | undefined): Record<string, Value> {
  if (value !== undefined) return { ...fields, [field]: value };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== field));
}

/** The plan as it is sent: without what only the card says. */
export function planOf({ steps, outputs }: Pick<Draft, "steps" | "outputs">): { steps: object[]; outputs?: Outputs } {
  return {
    steps: steps.map(({ effect: _effect, requiresApproval: _asks, batch: _batch, words: _words, name, ...step }) => ({
      ...step,
      ...(name !== undefined && name.trim() !== "" && { name: name.trim() }),
    })),
    ...(outputs && { outputs }),
  };
}
