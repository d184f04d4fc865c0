import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { type PlanCard, planCard } from "#lib/planner/card.ts";
import type { Plan } from "#lib/planner/plan.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { mayReplan } from "./may-replan.ts";
import type { Head } from "./state.ts";
import type { ToolStatisticsOf } from "./statistics.ts";
import type { ExecutionStore } from "./store.ts";

type Deps = { store: ExecutionStore; registry: ToolRegistry; statistics: ToolStatisticsOf };
export type PlanToChange = { head: Head; card: PlanCard; outputs: Plan["outputs"]; why: string | undefined };

/** The plan of an execution as its card, to be changed; `why`: it cannot be changed now. */
export async function planToChange(
  { store, registry, statistics }: Deps,
  { workspace, id }: { workspace: Workspace; id: string },
): Promise<Outcome<PlanToChange>> {
  const slice = await store.slice(workspace, id, {});
  const head = slice?.execution.head;
  const plan = head?.plan && ((await store.payload(workspace, id, head.plan.ref.id)) as unknown as Plan | undefined);
  if (!head || !plan) return refuse({ code: "not_found", because: "there is no such execution, or no plan of it" });
  const tools = plan.steps.map(({ tool }) => tool);
  const may = mayReplan(head);
  return accept({
    head,
    card: planCard({ plan, registry, statistics: await statistics(workspace, tools) }),
    outputs: plan.outputs,
    why: may.ok ? undefined : may.refusal.because,
  });
}
