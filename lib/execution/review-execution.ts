import { causeId } from "#lib/kernel/hash.ts";
import { accept } from "#lib/kernel/outcome.ts";
import type { Plan } from "#lib/planner/plan.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { betterPlan } from "./better-plan.ts";
import { effectivenessOf, floorOf, type Part } from "./effectiveness.ts";
import type { Fact } from "./events.ts";
import { mayReplan } from "./may-replan.ts";
import type { DraftPlan } from "./plan-execution.ts";
import type { ReadAt } from "./read-snapshot.ts";
import { replanExecution } from "./replan-execution.ts";
import type { Head, Step } from "./state.ts";
import { expectedBy, type ToolStatisticsOf } from "./statistics.ts";
import type { ExecutionStore } from "./store.ts";

type Deps = {
  store: ExecutionStore;
  registry: ToolRegistry;
  readAt: ReadAt;
  draft: DraftPlan;
  statistics: ToolStatisticsOf;
  newId: (prefix: string) => string;
};
/** `busy`: something of it is at work still. */
export type Review = { found: "nothing" | "busy" | "none" | "proposed"; score?: number };

/** A plan that was changed so often and still does not do is a person's to change. */
const mostVersions = 4;

const fermata: Actor = { kind: "system", id: "fermata", name: "Fermata" };

/**
 * Looks at an execution that failed, or that waits for help: where it does worse than its settings allow, the next version of its plan is
 * proposed, changed where it went wrong or, where that changes nothing, planned anew. Doing it twice proposes once.
 */
export async function reviewExecution(deps: Deps, { scope, executionId: id }: { scope: Workspace; executionId: string }): Promise<Review> {
  const { store, registry, statistics } = deps;
  const read = await deps.readAt(scope, async (sql) => {
    const [row] = await sql.query<{ state: Head }>("select state from executions where id = $1", [id]);
    const steps = await sql.query<{ state: Step }>(
      "select state from execution_steps where execution_id = $1 and parent_id is null and status <> 'pending'",
      [id],
    );
    const [unknown] = await sql.query("select 1 from effects where execution_id = $1 and status = 'unknown' limit 1", [id]);
    return row && { head: row.state, steps: steps.map(({ state }) => state), isUnknown: unknown !== undefined };
  });
  if (!read || !isReviewed(read.head)) return { found: "nothing" };
  const { head, steps } = read;
  // What is not known to have happened is a person's to look at before anything is done again.
  if (read.isUnknown) return { found: "nothing" };
  if (!mayReplan(head).ok) return { found: isAtWork(head) ? "busy" : "nothing" };
  const plan = (await store.payload(scope, id, head.plan?.ref.id ?? "")) as unknown as Plan | undefined;
  if (!plan || !head.plan) return { found: "nothing" };
  const expectedMs = expectedBy(
    await statistics(
      scope,
      plan.steps.map(({ tool }) => tool),
    ),
  );
  const { score, parts } = effectivenessOf({ head, steps, expectedMs });
  const floor = floorOf(head);
  if (score === null || score >= floor) return { found: "nothing", ...(score !== null && { score }) };
  const because = `Effectiveness ${percent(score)} is under ${percent(floor)} (${partWords(parts)})`;
  const better = betterPlan(registry, plan, Object.fromEntries(steps.map((step) => [step.id, step])));
  const child = causeId("exe", id, "re-plan", head.plan.version);
  const proposed = await replanExecution(
    { ...deps, newId: () => child },
    {
      workspace: scope,
      actor: fermata,
      id,
      command: { because, ...(better && { plan: better }) },
      isAsked: head.settings?.replanning?.value !== "alone",
    },
  );
  await store.act(scope, id, {
    cause: `review:${head.plan.version}`,
    decide: () =>
      accept({
        facts: [
          proposed.ok
            ? reviewed("proposed", because, {
                message: `Plan version ${(head.plan?.version ?? 0) + 1} is proposed: ${because}`,
                execution: child,
              })
            : reviewed("none", because, { message: `${because}, and no better plan was found: ${proposed.refusal.because}` }),
        ],
        answer: undefined,
      }),
  });
  return { found: proposed.ok ? "proposed" : "none", score };
}

function isReviewed({ settings, simulated, plan, proposed }: Head): boolean {
  return settings?.replanning?.value !== "never" && !simulated && !proposed && plan !== null && plan.version < mostVersions;
}

const isAtWork = ({ status, running, halting }: Head): boolean => status === "running" && (running > 0 || halting !== null);

function reviewed(outcome: string, because: string, more: { message: string; execution?: string }): Fact {
  return { type: "recovery.tried", step: null, status: "", rung: "re-plan", because, ms: 0, outcome, ...more };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function partWords(parts: Record<Part, number | null>): string {
  return Object.entries(parts)
    .flatMap(([part, value]) => (value === null ? [] : `${part} ${percent(value)}`))
    .join(", ");
}
