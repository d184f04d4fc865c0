import { batchesOf } from "#lib/planner/batches.ts";
import type { Plan } from "#lib/planner/plan.ts";
import { type Change, planDiff } from "#lib/planner/plan-diff.ts";
import type { PayloadRef } from "./events.ts";
import type { Head, Step } from "./state.ts";

/** One of two executions that are held side by side. */
export type Side = { head: Head; plan: Plan | undefined; steps: ReadonlyMap<string, Step> };

export type Difference = "presence" | "tool" | "input" | "status" | "output";
export type ComparedStep = { status: string; ms: number | null; preview: string | null; reused: boolean };
export type Pair = {
  step: string;
  name: string;
  tool: string;
  left: ComparedStep | null;
  right: ComparedStep | null;
  differs: Difference[];
};
/** Where they part. `left` and `right` are what to look at: bytes, or a word. */
export type Parting = {
  step: string | null;
  name: string;
  what: Difference | "plan";
  left: PayloadRef | string | undefined;
  right: PayloadRef | string | undefined;
};

export type Compared = { plan: Change[]; isInputSame: boolean; steps: Pair[]; first: Parting | null };

/** Two executions, step by step. The first difference is that of the first step in the order of the plan; what differs later may come of it. */
export function compare(left: Side, right: Side): Compared {
  const plan = left.plan && right.plan ? planDiff(left.plan, right.plan) : [];
  const isInputSame = left.head.input?.hash === right.head.input?.hash;
  const order = [...new Set([...inOrder(left), ...inOrder(right)])];
  const steps = order.map((id) => pairOf(id, left, right));
  return { plan, isInputSame, steps, first: partingOf(left, right, { plan, isInputSame, steps }) };
}

const inOrder = ({ plan }: Side): string[] => batchesOf(plan?.steps ?? []).flat();
const specOf = ({ plan }: Side, id: string) => plan?.steps.find((spec) => spec.id === id);

function pairOf(id: string, left: Side, right: Side): Pair {
  const [one, other] = [specOf(left, id), specOf(right, id)];
  const [was, is] = [left.steps.get(id), right.steps.get(id)];
  const spec = one ?? other;
  return {
    step: id,
    name: spec?.name ?? id,
    tool: (other ?? one)?.tool ?? "",
    left: one ? shown(was) : null,
    right: other ? shown(is) : null,
    differs: one && other ? differencesOf(was, is, one.tool === other.tool) : ["presence"],
  };
}

function differencesOf(was: Step | undefined, is: Step | undefined, isToolSame: boolean): Difference[] {
  const differs: Difference[] = [];
  if (!isToolSame) differs.push("tool");
  // A step that was left out before it was rendered has no input to compare.
  if (was?.params && is?.params && was.params.hash !== is.params.hash) differs.push("input");
  if (statusOf(was) !== statusOf(is)) differs.push("status");
  if (outputOf(was) && outputOf(is) && outputOf(was)?.hash !== outputOf(is)?.hash) differs.push("output");
  return differs;
}

const statusOf = (step: Step | undefined): string => step?.status ?? "pending";
const outputOf = (step: Step | undefined): PayloadRef | undefined => (step?.status === "completed" ? step.output : undefined);

function shown(step: Step | undefined): ComparedStep {
  const { startedAt, endedAt, heldMs = 0 } = step ?? {};
  return {
    status: statusOf(step),
    ms: startedAt && endedAt ? Math.max(0, Date.parse(endedAt) - Date.parse(startedAt) - heldMs) : null,
    preview: step?.status === "completed" ? step.preview : null,
    reused: step?.reused !== undefined,
  };
}

function partingOf(left: Side, right: Side, { plan, isInputSame, steps }: Omit<Compared, "first">): Parting | null {
  const [change] = plan;
  if (change?.what === "step") return { step: null, name: change.step, what: "presence", left: change.before, right: change.after };
  if (change) return { step: null, name: `${change.step}: ${change.what}`, what: "plan", left: change.before, right: change.after };
  if (!isInputSame) return { step: null, name: "The input", what: "input", left: left.head.input, right: right.head.input };
  const parted = steps.find(({ differs }) => differs.length > 0);
  const [what] = parted?.differs ?? [];
  if (!parted || !what) return null;
  const [was, is] = [left.steps.get(parted.step), right.steps.get(parted.step)];
  const about = { step: parted.step, name: parted.name, what };
  if (what === "input") return { ...about, left: was?.params, right: is?.params };
  if (what === "output") return { ...about, left: outputOf(was), right: outputOf(is) };
  return { ...about, left: reasonOf(was), right: reasonOf(is) };
}

/** A status alone leaves the question why. */
function reasonOf(step: Step | undefined): string {
  return step && "because" in step ? `${step.status}: ${step.because}` : statusOf(step);
}
