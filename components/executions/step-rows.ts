import type { Step, StepStatus } from "#lib/execution/state.ts";
import type { PlannedStep } from "./details.ts";

/** One line of the checklist and of the waterfall, and one node of the graph. */
export type StepRow = {
  id: string;
  name: string;
  tool: string;
  status: StepStatus;
  step: Step | undefined;
  /** An iteration stands under the step that it is one of. */
  depth: 0 | 1;
};

type From = { planned: PlannedStep[]; steps: Record<string, Step>; isOver: boolean; openId: string | undefined };

/** The plan in its order. Iterations are shown under a step that is chosen, or of which one is. */
export function stepRows({ planned, steps, isOver, openId }: From): StepRow[] {
  const known = new Set(planned.map(({ id }) => id));
  const children = Map.groupBy(
    Object.values(steps).filter(({ parent }) => parent !== undefined),
    ({ parent }) => parent,
  );
  const open = openId === undefined ? undefined : (steps[openId]?.parent ?? openId);
  const others = Object.values(steps).filter(({ id, parent }) => !known.has(id) && parent === undefined);
  return [...planned, ...others].flatMap(({ id, name, tool }) => {
    const own = rowOf({ id, name: name ?? id, tool, step: steps[id], isOver, depth: 0 });
    const under = id === open ? (children.get(id) ?? []) : [];
    return [own, ...under.sort(byIndex).map((step) => rowOf({ id: step.id, name: nameOf(own.name, step), tool, step, isOver, depth: 1 }))];
  });
}

/** A step that the log never spoke of waits for its inputs, or had its end with the execution. */
function rowOf({ isOver, step, ...row }: Omit<StepRow, "status"> & { isOver: boolean }): StepRow {
  return { ...row, step, status: step?.status ?? (isOver ? "cancelled" : "pending") };
}

const indexOf = (step: Step): number => Number(/\[(\d+)\]$/.exec(step.id)?.[1] ?? 0);
const byIndex = (a: Step, b: Step): number => indexOf(a) - indexOf(b);
const nameOf = (parent: string, step: Step): string => `${parent}, ${indexOf(step) + 1}`;
