import { causeId } from "#lib/kernel/hash.ts";
import { accept } from "#lib/kernel/outcome.ts";
import type { Plan } from "#lib/planner/plan.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { betterPlan } from "./better-plan.ts";
import { decideControl } from "./decide-control.ts";
import { effectivenessOf, floorOf, needsHelp, type Part } from "./effectiveness.ts";
import type { Fact } from "./events.ts";
import { isReviewed, mayReplan, mayReviewAtWork } from "./may-replan.ts";
import type { DraftPlan } from "./plan-execution.ts";
import type { ReadAt } from "./read-snapshot.ts";
import { replanExecution } from "./replan-execution.ts";
import { nothing } from "./slice.ts";
import { type Head, isOver, type Step } from "./state.ts";
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
/** `busy`: it waits for help, and something of it is at work still. */
export type Review = { found: "nothing" | "busy" | "none" | "proposed" | "withdrawn"; score?: number };

const fermata: Actor = { kind: "system", id: "fermata", name: "Fermata" };

/**
 * Looks at an execution that failed, waits for help, or does badly while it runs: where it does worse than its settings allow, the next
 * version of its plan is proposed, changed where it went wrong or, where that changes nothing, planned anew. What runs goes on as it was
 * until that is agreed to. Doing it twice proposes once; for a version of a plan at most once while it runs, and once when it does not.
 */
export async function reviewExecution(deps: Deps, { scope, executionId: id }: { scope: Workspace; executionId: string }): Promise<Review> {
  const { store, registry, statistics } = deps;
  const read = await deps.readAt(scope, async (sql) => {
    const [row] = await sql.query<{ state: Head }>("select state from executions where id = $1", [id]);
    const steps = await sql.query<{ state: Step }>(
      "select state from execution_steps where execution_id = $1 and parent_id is null and status <> 'pending'",
      [id],
    );
    const [known] = await sql.query<{ unknown: boolean; told: boolean }>(
      `select exists (select from effects where execution_id = $1 and status = 'unknown') as unknown,
         exists (select from execution_events where execution_id = $1 and type = 'recovery.tried' and event->>'rung' = 're-plan') as told`,
      [id],
    );
    return row && { head: row.state, steps: steps.map(({ state }) => state), isUnknown: known?.unknown, isTold: known?.told };
  });
  if (!read) return { found: "nothing" };
  const { head, steps } = read;
  const needless = head.status === "completed" && head.proposed !== undefined;
  if (needless) return { found: await withdraw(deps, scope, head.proposed ?? "", "it was completed by the plan that it had") };
  if (!isReviewed(head) || !head.plan) return { found: "nothing" };
  const atWork = head.status === "running" && head.running > 0;
  const asks = atWork && steps.some(needsHelp);
  const [child, atWorkChild] = ["", "at work"].map((when) =>
    causeId("exe", id, "re-plan", head.plan?.version ?? 1, ...(when ? [when] : [])),
  );
  const { completed, failed, skipped } = head.counts;
  if (atWork && (read.isTold || !mayReviewAtWork(head, completed + failed + skipped))) return { found: asks ? "busy" : "nothing" };
  if (head.proposed !== undefined && head.proposed !== atWorkChild) return { found: "nothing" };
  // What is not known to have happened is a person's to look at before anything is done again.
  if (read.isUnknown || !mayReplan(head, { atWork }).ok) return { found: "nothing" };
  const plan = (await store.payload(scope, id, head.plan.ref.id)) as unknown as Plan | undefined;
  if (!plan) return { found: "nothing" };
  const expectedMs = expectedBy(
    await statistics(
      scope,
      plan.steps.map(({ tool }) => tool),
    ),
  );
  const { score, parts } = effectivenessOf({ head, steps, expectedMs });
  const floor = floorOf(head);
  if (score === null || score >= floor) return { found: asks ? "busy" : "nothing", ...(score !== null && { score }) };
  // Things went on since it was proposed: who agreed to that already has it, who did not is asked about what is so now.
  if (head.proposed !== undefined && (await withdraw(deps, scope, head.proposed, "another one is proposed since")) === "nothing")
    return { found: "nothing", score };
  const because = `Effectiveness ${percent(score)} is under ${percent(floor)} (${partWords(parts)})`;
  const better = betterPlan(registry, plan, Object.fromEntries(steps.map((step) => [step.id, step])));
  const next = (atWork ? atWorkChild : child) ?? "";
  const proposed = await replanExecution(
    { ...deps, newId: () => next },
    {
      workspace: scope,
      actor: fermata,
      id,
      command: { because, ...(better && { plan: better }) },
      isAsked: head.settings?.replanning?.value !== "alone",
      atWork,
    },
  );
  await store.act(scope, id, {
    cause: `review:${head.plan.version}${atWork ? ":at work" : ""}`,
    decide: () =>
      accept({
        facts: [
          proposed.ok
            ? reviewed("proposed", because, {
                message: `Plan version ${(head.plan?.version ?? 0) + 1} is proposed: ${because}`,
                execution: next,
              })
            : reviewed("none", because, { message: `${because}, and no better plan was found: ${proposed.refusal.because}` }),
        ],
        answer: undefined,
      }),
  });
  return { found: proposed.ok ? "proposed" : "none", score };
}

/** A proposal that nobody agreed to yet is ended; `nothing`: it was agreed to, and goes on. */
async function withdraw({ store }: Deps, scope: Workspace, id: string, because: string): Promise<"withdrawn" | "nothing"> {
  let isEnded = true;
  await store.act(scope, id, {
    cause: `withdrawn:${because}`,
    need: { open: true },
    decide(slice) {
      const { head } = slice.execution;
      isEnded = isOver(head.status) || head.status === "awaiting_approval";
      if (head.status !== "awaiting_approval") return accept(nothing(undefined));
      return decideControl(slice, { action: "cancel", by: fermata, because });
    },
  });
  return isEnded ? "withdrawn" : "nothing";
}

function reviewed(outcome: string, because: string, more: { message: string; execution?: string }): Fact {
  return { type: "recovery.tried", step: null, status: "", rung: "re-plan", because, ms: 0, outcome, ...more };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function partWords(parts: Record<Part, number | null>): string {
  return Object.entries(parts)
    .flatMap(([part, value]) => (value === null ? [] : `${part} ${percent(value)}`))
    .join(", ");
}
