import { expressionReferences, references } from "#lib/kernel/expression.ts";
import { batchesOf } from "#lib/planner/batches.ts";
import type { Plan, PlanStep } from "#lib/planner/plan.ts";
import type { PayloadRef } from "./events.ts";
import type { Step } from "./state.ts";

/** A step that a fork does not do: what another execution made of it, by reference, or that it was left out there. */
export type ReusedStep =
  | { status: "completed"; tool: string; of: string; output: PayloadRef; preview: string; params?: PayloadRef; form?: PayloadRef }
  | { status: "skipped"; because: string };
export type Reused = Record<string, ReusedStep>;

type Ask = {
  /** The execution that they are steps of. */
  of: string;
  plan: Plan;
  steps: ReadonlyMap<string, Step>;
  /** Whether a step is done again for a reason of its own; what hangs on it follows. */
  isAgain: (step: PlanStep) => boolean;
};

/** What stays as it was when an execution is gone on with: everything settled that hangs on nothing which is done again. */
export function reusableOf({ of, plan, steps, isAgain }: Ask): Reused {
  const reused: Reused = {};
  const specs = new Map(plan.steps.map((spec) => [spec.id, spec]));
  for (const id of batchesOf(plan.steps).flat()) {
    const spec = specs.get(id);
    if (!spec || isAgain(spec) || !spec.dependsOn.every((needed) => reused[needed])) continue;
    const taken = takenFrom(of, steps.get(id));
    if (taken) reused[id] = taken;
  }
  return reused;
}

/** A reference into another execution; one that leads further already stays as it is. */
const refInto = (of: string, ref: PayloadRef): PayloadRef => ({ ...ref, of: ref.of ?? of });

function takenFrom(of: string, step: Step | undefined): ReusedStep | undefined {
  if (step?.status === "skipped") return { status: "skipped", because: step.because };
  return step?.status === "completed" ? completedIn(of, step) : undefined;
}

export function completedIn(of: string, { tool, output, preview, params, form }: Extract<Step, { status: "completed" }>) {
  return {
    status: "completed" as const,
    tool,
    of,
    output: refInto(of, output),
    preview,
    ...(params && { params: refInto(of, params) }),
    ...(form && { form: refInto(of, form) }),
  };
}

export function readsInput({ params, when, forEach }: PlanStep): boolean {
  const said = [references(params), ...[when, forEach].flatMap((text) => (text === undefined ? [] : [expressionReferences(text)]))];
  return said.some(({ roots }) => roots.includes("input") || roots.includes("context"));
}
