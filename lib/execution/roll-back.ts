import type { Json } from "#lib/kernel/json.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { batchesOf } from "#lib/planner/batches.ts";
import type { Plan } from "#lib/planner/plan.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { AnyTool, ToolRegistry } from "#lib/tools/tool.ts";
import type { By, Fact } from "./events.ts";
import { finishExecution } from "./finish-execution.ts";
import type { ReadAt } from "./read-snapshot.ts";
import type { Decision, Slice } from "./slice.ts";
import { type Effect, type Head, isOver } from "./state.ts";
import type { Command, ExecutionStore } from "./store.ts";

type Deps = { store: ExecutionStore; registry: ToolRegistry; readAt: ReadAt; now: () => Date; newId: (prefix: string) => string };
type Told = { step: string; summary: string };
/** What was undone, and what is left because it cannot be: never hidden. */
export type RolledBack = { id: string; undone: Told[]; left: (Told & { because: string })[] };
/** `to`: the step that was the last good one's next: it and what hangs on it are undone; absent: everything. */
type Ask = { workspace: Workspace; id: string; to?: string | undefined; by?: By; step?: string };

/** Undoes the effects of an execution that is over, the latest first, each in one transaction with its record. Doing it again goes on where it stopped. */
export async function rollBack(deps: Deps, { workspace, id, to, by, step }: Ask): Promise<Outcome<RolledBack>> {
  const { store, readAt, now } = deps;
  const began = now().getTime();
  const found = await readAt(workspace, async (sql) => {
    const [row] = await sql.query<{ state: Head }>("select state from executions where id = $1", [id]);
    const effects = await sql.query<{ state: Effect }>(
      "select state from effects where execution_id = $1 and status = 'done' order by created_at desc, id desc",
      [id],
    );
    return row && { head: row.state, effects: effects.map(({ state }) => state) };
  });
  if (!found) return refuse({ code: "not_found", because: "there is no such execution" });
  const { head, effects } = found;
  if (!isOver(head.status)) return refuse({ code: "conflict", because: "it is not over: cancel it first", allowed: ["cancel"] });
  const plan = head.plan && ((await store.payload(workspace, id, head.plan.ref.id)) as unknown as Plan | undefined);
  if (to !== undefined && !plan?.steps.some((one) => one.id === to))
    return refuse({ code: "unprocessable", because: "there is no such step", errors: [{ path: "to", because: "is no step of it" }] });
  const concerned = to === undefined || !plan ? undefined : afterStep(plan, to);
  const told: RolledBack = { id, undone: [], left: [] };
  for (const effect of effects.filter(({ step: of }) => concerned?.has(of.replace(/\[\d+\]$/, "")) ?? true)) {
    const about = { step: effect.step, summary: effect.summary };
    const because = await undo(deps, { workspace, id, effect });
    if (because === undefined) told.undone.push(about);
    else told.left.push({ ...about, because });
  }
  const ms = now().getTime() - began;
  await store.act(workspace, id, recorded(deps, told, { ms, ...(by && { by }), ...(step !== undefined && { step }) }));
  return accept(told);
}

/** What follows the last settlement: the end, or for one that failed and should be rolled back, that. */
export async function finishAndRollBack(
  deps: Deps,
  { scope, executionId }: { scope: Workspace; executionId: string },
): Promise<{ finished: boolean }> {
  const { finished, rollback } = await finishExecution(deps, { scope, executionId });
  if (rollback) await rollBack(deps, { workspace: scope, id: executionId, ...rollback });
  return { finished };
}

/** The step itself and everything that hangs on it. */
function afterStep(plan: Plan, to: string): Set<string> {
  const after = new Set([to]);
  const specs = new Map(plan.steps.map((spec) => [spec.id, spec]));
  for (const id of batchesOf(plan.steps).flat()) if (specs.get(id)?.dependsOn.some((needed) => after.has(needed))) after.add(id);
  return after;
}

class CannotUndo extends Error {}

/** Nothing, or why it could not be undone. */
async function undo(deps: Deps, about: { workspace: Workspace; id: string; effect: Effect }): Promise<string | undefined> {
  const { store, registry, now } = deps;
  const { workspace, id, effect } = about;
  const tool = registry.get(effect.tool);
  if (!tool?.compensate) return "it cannot be taken back";
  const call = await callOf(store, tool, about);
  if (!call) return "what it was called with was erased";
  try {
    await store.actWith(workspace, id, async (sql) => {
      const undone = await tool.compensate?.(call.input, call.output, {
        workspace,
        executionId: id,
        idempotencyKey: effect.key,
        now: now(),
        sql,
      });
      if (!undone?.ok) throw new CannotUndo(undone?.because ?? "it cannot be taken back");
      return accept(compensated(effect));
    });
    return;
  } catch (cause) {
    if (cause instanceof CannotUndo) return cause.message;
    throw cause;
  }
}

async function callOf(
  store: ExecutionStore,
  tool: AnyTool,
  { workspace, id, effect }: { workspace: Workspace; id: string; effect: Effect },
): Promise<{ input: unknown; output: Json } | undefined> {
  const params = await store.payload(workspace, id, effect.payload.id);
  const input = params === undefined ? undefined : tool.input.safeParse(params);
  const output = (await store.outputs(workspace, id, [effect.step])).get(effect.step);
  return input?.success && output !== undefined ? { input: input.data, output } : undefined;
}

function compensated(effect: Effect): Command<undefined> {
  const because = "rolled back";
  const fact: Fact = {
    type: "effect.compensated",
    step: effect.step,
    status: "compensated",
    message: `Undone: ${effect.summary}`,
    effectId: effect.id,
    because,
  };
  return {
    cause: `compensate:${effect.id}`,
    need: { steps: [effect.step] },
    decide: ({ execution }: Slice): Outcome<Decision> =>
      accept({ facts: execution.effects[effect.id]?.status === "done" ? [fact] : [], answer: undefined }),
  };
}

const listedAtMost = 5;

function recorded(
  { newId }: Deps,
  { undone, left }: RolledBack,
  { ms, by, step }: { ms: number; by?: By; step?: string },
): Command<undefined> {
  const names = left.slice(0, listedAtMost).map(({ summary }) => summary);
  const rest = left.length > names.length ? ` and ${left.length - names.length} more` : "";
  const because = left.length === 0 ? "everything was undone" : `left as it is: ${names.join("; ")}${rest}`;
  const fact: Fact = {
    type: "recovery.tried",
    step: step ?? null,
    status: "rolled back",
    message: `Rolled back: ${undone.length} undone, ${because}`,
    rung: "rollback",
    because,
    ms,
    outcome: left.length === 0 ? "undone" : "partly undone",
    attempts: 1,
    ...(by && { by }),
  };
  return {
    cause: `rolled-back:${by ? newId("cmd") : "ladder"}`,
    ...(step !== undefined && { need: { steps: [step] } }),
    decide: () => accept({ facts: [fact], answer: undefined }),
  };
}
