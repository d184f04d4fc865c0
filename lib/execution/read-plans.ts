import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Plan } from "#lib/planner/plan.ts";
import { type Change, planDiff } from "#lib/planner/plan-diff.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { By, ExecutionEvent, PayloadRef } from "./events.ts";
import type { ExecutionStore } from "./store.ts";

export type PlanVersion = {
  version: number;
  at: string;
  /** A person by name, or the planner. */
  by: { kind: By["kind"] | "planner"; name: string };
  because: string;
  steps: number;
  /** What differs from the version before; none for the first. */
  changes: Change[];
  /** Whether the execution runs by it. */
  current: boolean;
};

type Known = Pick<PlanVersion, "version" | "at" | "by" | "because"> & { ref: PayloadRef };

/** How far into a log a plan can be written: its versions are all made before the first step begins. */
const head = 200;

/** Every version of an execution's plan, oldest first, with who made it, why, and what it changed. */
export async function readPlans(
  { store }: { store: ExecutionStore },
  { workspace, id }: { workspace: Workspace; id: string },
): Promise<Outcome<PlanVersion[]>> {
  const events = await store.readAfter(workspace, id, 0, head);
  if (events.length === 0) return refuse({ code: "not_found", because: "there is no such execution" });
  const known = versionsIn(events);
  const payloads = await store.payloads(workspace, id, [...new Set(known.map(({ ref }) => ref.id))]);
  const plans = known.map(({ ref }) => payloads.get(ref.id) as unknown as Plan | undefined);
  return accept(
    known.map(({ ref: _, ...told }, at) => {
      const [was, is] = [plans[at - 1], plans[at]];
      return { ...told, steps: is?.steps.length ?? 0, changes: was && is ? planDiff(was, is) : [], current: at === known.length - 1 };
    }),
  );
}

function versionsIn(events: readonly ExecutionEvent[]): Known[] {
  const versions = new Map<number, Known>();
  let asker: Known["by"] = { kind: "system", name: "" };
  let came = "came with the request";
  for (const event of events) {
    const { at } = event;
    if (event.type === "execution.requested") {
      asker = { kind: event.by.kind, name: event.by.name };
      if (event.workflowVersion !== undefined) came = `version ${event.workflowVersion} of its workflow`;
      if (event.draft) {
        const { plan: ref, planner } = event.draft;
        const version = event.fork?.planVersion ?? 1;
        const because = event.fork ? "the plan of the execution that it goes on from" : "drafted from the request";
        versions.set(version, { version, at, by: { kind: "planner", name: planner }, because, ref });
      }
    }
    if (event.type === "plan.replaced") {
      const { version, because, by, plan: ref } = event;
      versions.set(version, { version, at, by: { kind: by.kind, name: by.name }, because, ref });
    }
    if ((event.type === "plan.proposed" || event.type === "execution.planned") && !versions.has(event.version)) {
      const { version, planner, plan: ref } = event;
      const isGiven = planner === "given";
      const by: Known["by"] = isGiven ? asker : { kind: "planner", name: planner };
      versions.set(version, { version, at, by, because: isGiven ? came : "drafted from the request", ref });
    }
  }
  return [...versions.values()].sort((one, other) => one.version - other.version);
}
