import type { ToolStatisticsOf } from "#lib/execution/statistics.ts";
import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import { type PlanCard, planCard } from "#lib/planner/card.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { type ReadWorkflow, readWorkflow, type WorkflowStore } from "./workflow.ts";

type Deps = { workflows: WorkflowStore; registry: ToolRegistry; statistics: ToolStatisticsOf };

/** A workflow as people look at it before it runs: its newest plan in plain words, with what is known of its time, cost and risks. */
export async function workflowCard(
  deps: Deps,
  { workspace, id }: { workspace: Workspace; id: string },
): Promise<Outcome<{ workflow: ReadWorkflow; card: PlanCard }>> {
  const read = await readWorkflow(deps, { workspace, id });
  if (!read.ok) return read;
  const { plan } = read.value;
  const tools = plan.steps.map(({ tool }) => tool);
  return accept({
    workflow: read.value,
    card: planCard({ plan, registry: deps.registry, statistics: await deps.statistics(workspace, tools) }),
  });
}
