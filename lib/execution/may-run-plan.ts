import { accept, type FieldError, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { connectionOf, type KnownConnection, strangeConnections } from "#lib/planner/connections-of.ts";
import { groupsOf } from "#lib/planner/groups-of.ts";
import type { Plan } from "#lib/planner/plan.ts";
import type { Grant } from "#lib/tenancy/permissions.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";

export type ConnectionsOf = (scope: Workspace) => Promise<readonly KnownConnection[]>;
export type MayRun = {
  registry: ToolRegistry;
  connectionsOf?: ConnectionsOf;
  /** Which of these somebody has not at this moment. */
  lacked?: (scope: Workspace, by: Actor, grants: readonly Grant[]) => Promise<readonly Grant[]>;
};

/** Who had a hand in an execution and lacks one of these at this moment, and which. */
export type HandWithout = (
  scope: Workspace,
  executionId: string,
  grants: readonly Grant[],
) => Promise<{ name: string; grant: Grant } | undefined>;

/** What is said to whoever lacks a permission, wherever they come upon it. */
export const lacks = (grant: Grant, name: string): string => `${grant} is not among the rights of ${name}`;

/** Whether a connection that the plan names is given only to tools that it is for. A plan that names none costs no question. */
export async function fitsConnections(
  { connectionsOf }: Pick<MayRun, "connectionsOf">,
  { workspace, plan }: { workspace: Workspace; plan: Plan },
): Promise<Outcome<undefined>> {
  if (!connectionsOf || plan.steps.every((step) => connectionOf(step) === undefined)) return accept(undefined);
  const errors = strangeConnections(plan, await connectionsOf(workspace));
  return refusedFor("unprocessable", errors);
}

/** Whether somebody may run this plan here: with its connections, and what its groups ask for. */
export async function mayRunPlan(
  deps: MayRun,
  { workspace, actor, plan, group }: { workspace: Workspace; actor: Actor; plan: Plan; group?: string | null | undefined },
): Promise<Outcome<undefined>> {
  const needed = groupsOf(plan, deps.registry, group);
  const missing = needed.size === 0 ? [] : ((await deps.lacked?.(workspace, actor, [...needed.keys()])) ?? []);
  const errors = [...needed].flatMap(([grant, path]) => (missing.includes(grant) ? [{ path, because: lacks(grant, actor.name) }] : []));
  const refused = refusedFor("forbidden", errors);
  return refused.ok ? fitsConnections(deps, { workspace, plan }) : refused;
}

function refusedFor(code: "forbidden" | "unprocessable", errors: FieldError[]): Outcome<undefined> {
  const [first] = errors;
  return first ? refuse({ code, because: first.because, errors: errors.slice(0, 50) }) : accept(undefined);
}
