import { type GroupPermission, groupPermission } from "#lib/tenancy/permissions.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { Plan, PlanStep } from "./plan.ts";

/** The tools that a step may come to call: its own, and those that stand in for it. */
export const toolsOf = ({ tool, fallbacks = [] }: Pick<PlanStep, "tool" | "fallbacks">): string[] => [
  tool,
  ...fallbacks.flatMap((one) => (one.type === "component-replacement" ? [one.tool] : [])),
];

/** What who runs a plan needs for the groups of its tools, and for its own where it is of one; each with the first place that asks for it. */
export function groupsOf(plan: Plan, registry: ToolRegistry, group?: string | null): Map<GroupPermission, string> {
  const needed = new Map<GroupPermission, string>();
  if (group) needed.set(groupPermission(group), "workflowId");
  for (const [at, step] of plan.steps.entries())
    for (const name of toolsOf(step)) {
      const of = registry.get(name)?.group;
      if (of !== undefined && !needed.has(groupPermission(of))) needed.set(groupPermission(of), `steps[${at}].tool`);
    }
  return needed;
}
