import { blockedIn } from "#lib/execution/guard-plan.ts";
import { type PoliciesOf, shippedPolicies } from "#lib/execution/guard-step.ts";
import { fitsConnections, lacks, type MayRun } from "#lib/execution/may-run-plan.ts";
import type { Place } from "#lib/execution/read-snapshot.ts";
import type { KeptWorkflow } from "#lib/execution/start-execution.ts";
import type { Idempotency } from "#lib/execution/store.ts";
import { accept, type Outcome, type Refusal, refuse } from "#lib/kernel/outcome.ts";
import type { Plan } from "#lib/planner/plan.ts";
import { type Change, planDiff } from "#lib/planner/plan-diff.ts";
import { validatePlan } from "#lib/planner/validate-plan.ts";
import { groupPermission } from "#lib/tenancy/permissions.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";

export type Workflow = {
  id: string;
  name: string;
  description: string;
  /** Who starts it needs the permission of this group; none: who may start executions. */
  group: string | null;
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
    made: {
      name: string;
      description: string;
      group?: string | null | undefined;
      plan: Plan;
      because: string;
      by: Actor;
      idempotency?: Idempotency | undefined;
    },
  ): Promise<Outcome<Made>>;
  /** Without a plan only the name and the words change, and the version stays. */
  revise(
    scope: Workspace,
    id: string,
    change: {
      expected: number | undefined;
      name?: string | undefined;
      description?: string | undefined;
      group?: string | null | undefined;
      plan?: Plan | undefined;
      because: string;
      by: Actor;
    },
  ): Promise<Outcome<Made>>;
  archive(scope: Workspace, id: string): Promise<boolean>;
  /** The groups that workflows are of, and how many of each. */
  groups(scope: Workspace): Promise<Map<string, number>>;
  plan(scope: Workspace, id: string, version?: number): Promise<KeptWorkflow | undefined>;
};

type Deps = Omit<MayRun, "registry"> & {
  workflows: WorkflowStore;
  registry: ToolRegistry;
  /** What the workspace's policies are now; without it, those that the product ships. */
  policiesOf?: PoliciesOf;
  audit: (scope: Workspace, actor: Actor, action: string, detail: Made & { group?: string | null }) => Promise<void>;
};
type By = { workspace: Workspace; actor: Actor };

/** Keeps a plan under a name. It is held to what every plan is held to. */
export async function saveWorkflow(
  deps: Deps,
  {
    workspace,
    actor,
    idempotency,
    plan,
    ...told
  }: By & {
    idempotency?: Idempotency | undefined;
    name: string;
    description: string;
    group?: string | null | undefined;
    plan: unknown;
    because: string;
  },
): Promise<Outcome<Made>> {
  const valid = await planIn(deps, workspace, plan);
  if (!valid.ok) return valid;
  const may = await mayGroup(deps, { workspace, actor, groups: [told.group] });
  if (!may.ok) return may;
  const made = await deps.workflows.create(workspace, { ...told, plan: valid.value, by: actor, idempotency });
  if (made.ok) await deps.audit(workspace, actor, "workflow.created", { ...made.value, ...(told.group && { group: told.group }) });
  return made;
}

/** Makes version n + 1, or gives it another name. Executions stay with the version that they began with. */
export async function reviseWorkflow(
  deps: Deps,
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
    group?: string | null | undefined;
    because?: string | undefined;
  },
): Promise<Outcome<Made>> {
  const { workflows, audit } = deps;
  const older = restore === undefined ? undefined : await workflows.plan(workspace, id, restore);
  if (restore !== undefined && !older) return refuse({ code: "not_found", because: "there is no such version" });
  const source = older?.plan ?? plan;
  const valid = source === undefined ? accept(undefined) : await planIn(deps, workspace, source);
  if (!valid.ok) return valid;
  const was = change.group === undefined ? undefined : (await workflows.read(workspace, id))?.group;
  const may = await mayGroup(deps, { workspace, actor, groups: change.group === was ? [] : [change.group, was] });
  if (!may.ok) return may;
  const made = await workflows.revise(workspace, id, { ...change, because, expected, plan: valid.value, by: actor });
  if (made.ok)
    await audit(workspace, actor, "workflow.revised", { ...made.value, ...(change.group !== undefined && { group: change.group }) });
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

/** Who puts a workflow into a group, or takes it out of one, has what the group asks for. */
async function mayGroup(
  { lacked }: Pick<Deps, "lacked">,
  { workspace, actor, groups }: By & { groups: (string | null | undefined)[] },
): Promise<Outcome<undefined>> {
  const needed = groups.flatMap((group) => (group ? [groupPermission(group)] : []));
  const [grant] = needed.length > 0 ? ((await lacked?.(workspace, actor, needed)) ?? []) : [];
  if (grant === undefined) return accept(undefined);
  const because = lacks(grant, actor.name);
  return refuse({ code: "forbidden", because, errors: [{ path: "group", because }] });
}

/** What every plan is held to, and what policy would block of it whenever it runs. */
async function planIn(
  { registry, policiesOf = shippedPolicies, ...deps }: Deps,
  workspace: Workspace,
  plan: unknown,
): Promise<Outcome<Plan>> {
  const within = ({ errors = [], ...refusal }: Refusal) =>
    refuse({ ...refusal, errors: errors.map(({ path, because }) => ({ path: path === "" ? "plan" : `plan.${path}`, because })) });
  const valid = validatePlan(plan, registry);
  if (!valid.ok) return within(valid.refusal);
  const fits = await fitsConnections(deps, { workspace, plan: valid.value.plan });
  if (!fits.ok) return within(fits.refusal);
  const blocked = blockedIn(valid.value.plan, await policiesOf(workspace), registry);
  const [first] = blocked;
  if (!first) return accept(valid.value.plan);
  const errors = blocked.slice(0, 50).map(({ path, because }) => ({ path: `plan.${path}`, because }));
  return refuse({ code: "unprocessable", because: `A guardrail would block it: ${first.because}`, errors });
}
