import { canonicalJson, type Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Plan } from "#lib/planner/plan.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { decideControl } from "./decide-control.ts";
import type { Fork } from "./events.ts";
import { type Reused, reusableOf } from "./reusable.ts";
import { nothing } from "./slice.ts";
import { type Head, isOver } from "./state.ts";
import type { Command, ExecutionStore } from "./store.ts";

type Deps = { store: ExecutionStore };

/**
 * What a fork takes over of its parent. One that takes the parent's place ends it first, at the moment that it begins itself. `later`: the
 * parent runs; it is paused, and its steps are waited for.
 */
export async function takeOver(
  { store }: Deps,
  { scope, head, plan }: { scope: Workspace; head: Head; plan: Plan },
): Promise<Outcome<Reused | "later">> {
  const { fork } = head;
  if (!fork) return accept({});
  if (!fork.replaces) return accept(((fork.reused && (await store.payload(scope, head.id, fork.reused.id))) ?? {}) as unknown as Reused);
  if (fork.atWork && (await stillRuns(store, scope, head, fork))) return accept("later");
  const ended = await store.act(scope, fork.of, endFor(head, fork));
  if (!ended.ok) return ended;
  const parent = await store.slice(scope, fork.of, { steps: plan.steps.map(({ id }) => id) });
  const ref = parent?.execution.head.plan?.ref;
  const was = ref && ((await store.payload(scope, fork.of, ref.id)) as unknown as Plan | undefined);
  if (!parent || !was) return refuse({ code: "unprocessable", because: "the plan that it changes was erased" });
  const before = new Map(was.steps.map((step) => [step.id, canonicalJson(step as unknown as Json)]));
  return accept(
    reusableOf({
      of: fork.of,
      plan,
      steps: new Map(Object.entries(parent.execution.steps)),
      isAgain: (step) => before.get(step.id) !== canonicalJson(step as unknown as Json),
    }),
  );
}

/** Nothing new begins there any more; whether something is at work still. */
async function stillRuns(store: ExecutionStore, scope: Workspace, head: Head, fork: Fork): Promise<boolean> {
  const found = await store.slice(scope, fork.of, {});
  if (!found || found.execution.head.running === 0) return false;
  await store.act<unknown>(scope, fork.of, {
    cause: `pausing:${head.id}:${found.execution.head.seq}`,
    decide: (slice) => {
      const { status, halting } = slice.execution.head;
      if (status !== "running" || halting) return accept(nothing(undefined));
      return decideControl(slice, { action: "pause", by: head.by });
    },
  });
  return true;
}

/** What is at work is not ended under its hands: nobody would know what it did. */
function endFor(head: Head, fork: Fork): Command<unknown> {
  return {
    cause: `replaced:${head.id}`,
    need: { open: true },
    decide: (slice) => {
      const parent = slice.execution.head;
      if (parent.status === "completed") return refuse({ code: "conflict", because: "it was completed meanwhile by the plan that it had" });
      if (isOver(parent.status)) return accept(nothing(undefined));
      if (parent.running > 0) return refuse({ code: "conflict", because: "it went on meanwhile: pause it, and change its plan again" });
      return decideControl(slice, { action: "cancel", by: head.by, because: `it goes on by plan version ${fork.planVersion + 1}` });
    },
  };
}
