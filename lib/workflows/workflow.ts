import { blockedIn } from "#lib/execution/guard-plan.ts";
import { type PoliciesOf, shippedPolicies } from "#lib/execution/guard-step.ts";
import type { Place } from "#lib/execution/read-snapshot.ts";
import type { KeptWorkflow } from "#lib/execution/start-execution.ts";
import type { Idempotency } from "#lib/execution/store.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Plan } from "#lib/planner/plan.ts";
import { type Change, planDiff } from "#lib/planner/plan-diff.ts";
import { validatePlan } from "#lib/planner/validate-plan.ts";
import type { Policy } from "#lib/safety/guardrails/policy.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";

export type Workflow = {
  id: string;
  name: string;
  description: string;
  /** The newest; also its revision. */
  version: number;
  steps: number;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
};

export type KeptVersion = { version: number; at: string; by: string; because: string; plan: Plan };
export type Made = { id: string; version: number };

export type WorkflowStore = {
  list(scope: Workspace, page: { cursor?: Place | undefined; limit: number }): Promise<{ data: Workflow[]; next: Place | null }>;
  /** With its newest versions, newest first. */
  read(scope: Workspace, id: string): Promise<(Workflow & { versions: KeptVersion[] }) | undefined>;
  create(
    scope: Workspace,
    made: { name: string; description: string; plan: Plan; because: string; by: Actor; idempotency?: Idempotency | undefined },
  ): Promise<Outcome<Made>>;
  /** Without a plan only the name and the words change, and the version stays. */
  revise(
    scope: Workspace,
    id: string,
    change: {
      expected: number | undefined;
      name?: string | undefined;
      description?: string | undefined;
      plan?: Plan | undefined;
      because: string;
      by: Actor;
    },
  ): Promise<Outcome<Made>>;
  archive(scope: Workspace, id: string): Promise<boolean>;
  plan(scope: Workspace, id: string, version?: number): Promise<KeptWorkflow | undefined>;
};

type Deps = {
  workflows: WorkflowStore;
  registry: ToolRegistry;
  /** What the workspace's policies are now; without it, those that the product ships. */
  policiesOf?: PoliciesOf;
  audit: (scope: Workspace, actor: Actor, action: string, detail: { id: string; version: number }) => Promise<void>;
};
type By = { workspace: Workspace; actor: Actor };

/** Keeps a plan under a name. It is held to what every plan is held to. */
export async function saveWorkflow(
  { workflows, registry, audit, policiesOf = shippedPolicies }: Deps,
  {
    workspace,
    actor,
    idempotency,
    name,
    description,
    plan,
    because,
  }: By & { idempotency?: Idempotency | undefined; name: string; description: string; plan: unknown; because: string },
): Promise<Outcome<Made>> {
  const valid = planIn(plan, registry, await policiesOf(workspace));
  if (!valid.ok) return valid;
  const made = await workflows.create(workspace, { name, description, plan: valid.value, because, by: actor, idempotency });
  if (made.ok) await audit(workspace, actor, "workflow.created", made.value);
  return made;
}

/** Makes version n + 1, or gives it another name. Executions stay with the version that they began with. */
export async function reviseWorkflow(
  { workflows, registry, audit, policiesOf = shippedPolicies }: Deps,
  {
    workspace,
    actor,
    id,
    expected,
    plan,
    restore,
    because = restore === undefined ? "changed" : `version ${restore} restored`,
    ...change
  }: By & {
    id: string;
    expected: number | undefined;
    plan?: unknown;
    /** The version whose plan becomes the newest again. */
    restore?: number | undefined;
    name?: string | undefined;
    description?: string | undefined;
    because?: string | undefined;
  },
): Promise<Outcome<Made>> {
  const older = restore === undefined ? undefined : await workflows.plan(workspace, id, restore);
  if (restore !== undefined && !older) return refuse({ code: "not_found", because: "there is no such version" });
  const source = older?.plan ?? plan;
  const valid = source === undefined ? accept(undefined) : planIn(source, registry, await policiesOf(workspace));
  if (!valid.ok) return valid;
  const made = await workflows.revise(workspace, id, { ...change, because, expected, plan: valid.value, by: actor });
  if (made.ok) await audit(workspace, actor, "workflow.revised", made.value);
  return made;
}

/** It is no longer offered; executions that ran by it keep their plan. */
export async function archiveWorkflow(
  { workflows, audit }: Deps,
  { workspace, actor, id }: By & { id: string },
): Promise<Outcome<{ id: string }>> {
  const was = await workflows.read(workspace, id);
  if (!was || !(await workflows.archive(workspace, id))) return refuse({ code: "not_found", because: "there is no such workflow" });
  await audit(workspace, actor, "workflow.archived", { id, version: was.version });
  return accept({ id });
}

export type ReadWorkflow = Workflow & { plan: Plan; versions: (Omit<KeptVersion, "plan"> & { steps: number; changes: Change[] })[] };

/** A workflow with its newest plan, and what each version changed. */
export async function readWorkflow(
  { workflows }: Pick<Deps, "workflows">,
  { workspace, id }: { workspace: Workspace; id: string },
): Promise<Outcome<ReadWorkflow>> {
  const found = await workflows.read(workspace, id);
  const newest = found?.versions[0];
  if (!found || !newest) return refuse({ code: "not_found", because: "there is no such workflow" });
  const versions = found.versions.map(({ plan, ...told }, at) => {
    const before = found.versions[at + 1]?.plan;
    return { ...told, steps: plan.steps.length, changes: before ? planDiff(before, plan) : [] };
  });
  return accept({ ...found, plan: newest.plan, versions });
}

/** What every plan is held to, and what policy would block of it whenever it runs. */
function planIn(plan: unknown, registry: ToolRegistry, policies: Policy[]): Outcome<Plan> {
  const valid = validatePlan(plan, registry);
  if (!valid.ok) {
    const { errors = [], ...refusal } = valid.refusal;
    return refuse({ ...refusal, errors: errors.map(({ path, because }) => ({ path: path === "" ? "plan" : `plan.${path}`, because })) });
  }
  const blocked = blockedIn(valid.value.plan, policies, registry);
  const [first] = blocked;
  if (!first) return accept(valid.value.plan);
  const errors = blocked.slice(0, 50).map(({ path, because }) => ({ path: `plan.${path}`, because }));
  return refuse({ code: "unprocessable", because: `A guardrail would block it: ${first.because}`, errors });
}
