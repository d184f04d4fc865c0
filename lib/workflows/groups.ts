import { type GroupPermission, groupPermission } from "#lib/tenancy/permissions.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { WorkflowStore } from "./workflow.ts";

/** A group that something of the workspace is of: the tools of it by name, and how many workflows. */
export type KnownGroup = { group: string; permission: GroupPermission; says: string; tools: string[]; workflows: number };

/** The groups of tools and workflows as they are declared, by name. */
export async function knownGroups(
  { workflows, registry }: { workflows: Pick<WorkflowStore, "groups">; registry: ToolRegistry },
  { workspace }: { workspace: Workspace },
): Promise<KnownGroup[]> {
  const counts = await workflows.groups(workspace);
  const tools = registry.all().filter((tool) => tool.group !== undefined);
  const names = [...new Set([...counts.keys(), ...tools.flatMap(({ group }) => group ?? [])])].sort();
  return names.map((group) => {
    const own = tools.filter((tool) => tool.group === group);
    const kept = counts.get(group) ?? 0;
    const parts = [
      ...own.map(({ title }) => title.toLowerCase()),
      ...(kept > 0 ? [kept === 1 ? "one workflow" : `${kept} workflows`] : []),
    ];
    return {
      group,
      permission: groupPermission(group),
      says: `Run what is of this group: ${parts.join(", ")}`,
      tools: own.map(({ name }) => name),
      workflows: kept,
    };
  });
}
