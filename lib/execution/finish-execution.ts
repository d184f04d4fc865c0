import { type Scope, evaluate, expressionReferences } from "#lib/kernel/expression.ts";
import type { Json } from "#lib/kernel/json.ts";
import { accept } from "#lib/kernel/outcome.ts";
import type { Plan } from "#lib/planner/plan.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { decideFinish } from "./decide-plan.ts";
import { payloadOf } from "./payloads.ts";
import { allSettled } from "./successors.ts";
import { isOver } from "./state.ts";
import type { ExecutionStore } from "./store.ts";

/** A result without declared outputs holds those of the last steps, as far as these are few. */
const leavesAtMost = 100;

/** Gathers the result of an execution whose steps are all settled, names what is missing, and ends it. */
export async function finishExecution({ store }: { store: ExecutionStore }, { scope, executionId }: { scope: Workspace; executionId: string }): Promise<{ finished: boolean }> {
  const slice = await store.slice(scope, executionId, {});
  if (!slice) return { finished: false };
  const { head } = slice.execution;
  if (isOver(head.status) || head.halting || !allSettled(slice, 0)) return { finished: isOver(head.status) };
  const plan = (await store.payload(scope, executionId, head.plan?.ref.id ?? "")) as unknown as Plan;
  const { value, missing } = await resultOf(store, { scope, executionId, plan });
  const failed = head.counts.failed > 0 ? await namesOfFailed(store, { scope, executionId, plan }) : [];
  const write = payloadOf(executionId, value);
  const outcome = await store.act(scope, executionId, {
    cause: "finish",
    payloads: [write],
    decide: (at) => accept(decideFinish(at, { result: write.ref, missing: [...new Set([...missing, ...failed])] })),
  });
  return { finished: outcome.ok };
}

async function resultOf(store: ExecutionStore, { scope, executionId, plan }: { scope: Workspace; executionId: string; plan: Plan }): Promise<{ value: Json; missing: string[] }> {
  const declared = Object.entries(plan.outputs ?? {});
  if (declared.length === 0) return leavesOf(store, { scope, executionId, plan });
  const wanted = [...new Set(declared.flatMap(([, expression]) => expressionReferences(expression).steps))];
  const steps = await store.outputs(scope, executionId, wanted);
  const values: Scope = { steps: Object.fromEntries(steps) };
  const fields: [string, Json][] = [];
  const missing: string[] = [];
  for (const [name, expression] of declared) {
    const value = evaluate(expression, values);
    if (value.ok) fields.push([name, value.value]);
    else missing.push(name);
  }
  return { value: Object.fromEntries(fields), missing };
}

async function leavesOf(store: ExecutionStore, { scope, executionId, plan }: { scope: Workspace; executionId: string; plan: Plan }): Promise<{ value: Json; missing: string[] }> {
  const needed = new Set(plan.steps.flatMap((step) => step.dependsOn));
  const leaves = plan.steps.filter((step) => !needed.has(step.id)).map((step) => step.id);
  const outputs = await store.outputs(scope, executionId, leaves.slice(0, leavesAtMost));
  return { value: Object.fromEntries(outputs), missing: [] };
}

async function namesOfFailed(store: ExecutionStore, { scope, executionId, plan }: { scope: Workspace; executionId: string; plan: Plan }): Promise<string[]> {
  const done = await store.outputs(scope, executionId, plan.steps.map((step) => step.id));
  return plan.steps.filter((step) => !done.has(step.id)).map((step) => step.name ?? step.id);
}
