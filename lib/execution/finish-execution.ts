import { evaluate, expressionReferences, type Scope } from "#lib/kernel/expression.ts";
import type { Json } from "#lib/kernel/json.ts";
import { accept } from "#lib/kernel/outcome.ts";
import type { Plan } from "#lib/planner/plan.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { decideFinish } from "./decide-plan.ts";
import { gatesAfter } from "./gate-result.ts";
import { payloadOf } from "./payloads.ts";
import { withForms } from "./read-forms.ts";
import { type Head, isOver } from "./state.ts";
import type { Command, ExecutionStore } from "./store.ts";
import { allSettled } from "./successors.ts";

type Deps = { store: ExecutionStore; now: () => Date };
/** `rollback`: it failed, and a rung of the ladder has it rolled back. */
type Finished = { finished: boolean; rollback?: { step: string; to?: string } };

/** A result without declared outputs holds those of the last steps, as far as these are few. */
const leavesAtMost = 100;

/** Gathers the result of an execution whose steps are all settled, names what is missing, and ends it. */
export async function finishExecution(
  { store, now }: Deps,
  { scope, executionId }: { scope: Workspace; executionId: string },
): Promise<Finished> {
  const slice = await store.slice(scope, executionId, {});
  if (!slice) return { finished: false };
  const { head } = slice.execution;
  if (head.status === "failed" && head.rollback && !head.rollback.done && !head.simulated) {
    const { done: _, ...rollback } = head.rollback;
    return { finished: true, rollback };
  }
  if (isOver(head.status) || head.halting || !allSettled(slice, 0)) return { finished: isOver(head.status) };
  const outcome = await store.act(scope, executionId, await finishCommand({ store, now }, { scope, head, known: new Map() }));
  return { finished: outcome.ok };
}

/** The end as a command, with the result already gathered. It does nothing when a step is open after all. `known`: outputs not stored yet. */
export async function finishCommand(
  { store, now }: Deps,
  { scope, head, known }: { scope: Workspace; head: Head; known: Map<string, Json> },
): Promise<Command<{ finished: boolean }>> {
  const plan = (await store.payload(scope, head.id, head.plan?.ref.id ?? "")) as unknown as Plan;
  const about = { scope, head, executionId: head.id, plan, known };
  const { value, missing } = await resultOf(store, about);
  const without = head.counts.failed + head.counts.skipped > 0 ? await namesWithoutOutput(store, about) : [];
  const write = payloadOf(head.id, value);
  return {
    cause: "finish",
    payloads: [write],
    decide: (at) =>
      accept(
        decideFinish(at, {
          result: write.ref,
          missing: [...new Set([...missing, ...without])],
          gates: gatesAfter({ head: at.execution.head, plan, value, missing, at: now().toISOString() }),
        }),
      ),
  };
}

type About = { scope: Workspace; head: Head; executionId: string; plan: Plan; known: Map<string, Json> };

async function outputsOf(store: ExecutionStore, { scope, executionId, known }: About, ids: string[]): Promise<Map<string, Json>> {
  const stored = await store.outputs(
    scope,
    executionId,
    ids.filter((id) => !known.has(id)),
  );
  return new Map(
    ids.flatMap((id) => {
      const output = known.get(id) ?? stored.get(id);
      return output === undefined ? [] : [[id, output] as const];
    }),
  );
}

async function resultOf(store: ExecutionStore, about: About): Promise<{ value: Json; missing: string[] }> {
  const declared = Object.entries(about.plan.outputs ?? {});
  if (declared.length === 0) return leavesOf(store, about);
  const wanted = [...new Set(declared.flatMap(([, expression]) => expressionReferences(expression).steps))];
  const steps = await outputsOf(store, about, wanted);
  const asks = new Set(about.plan.steps.flatMap(({ id, form }) => (form ? [id] : [])));
  const values: Scope = { steps: await withForms(store, { ...about, ids: wanted.filter((id) => asks.has(id)) }, steps) };
  const fields: [string, Json][] = [];
  const missing: string[] = [];
  for (const [name, expression] of declared) {
    const value = evaluate(expression, values);
    if (value.ok) fields.push([name, value.value]);
    else missing.push(name);
  }
  return { value: Object.fromEntries(fields), missing };
}

async function leavesOf(store: ExecutionStore, about: About): Promise<{ value: Json; missing: string[] }> {
  const needed = new Set(about.plan.steps.flatMap((step) => step.dependsOn));
  const leaves = about.plan.steps.filter((step) => !needed.has(step.id)).map((step) => step.id);
  const outputs = await outputsOf(store, about, leaves.slice(0, leavesAtMost));
  return { value: Object.fromEntries(outputs), missing: [] };
}

async function namesWithoutOutput(store: ExecutionStore, about: About): Promise<string[]> {
  const { steps } = about.plan;
  const done = await outputsOf(
    store,
    about,
    steps.map((step) => step.id),
  );
  return steps.filter((step) => step.when === undefined && !done.has(step.id)).map((step) => step.name ?? step.id);
}
