import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { batchesOf } from "#lib/planner/batches.ts";
import type { Plan } from "#lib/planner/plan.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { By, Fact } from "./events.ts";
import { finishExecution } from "./finish-execution.ts";
import type { ReadAt } from "./read-snapshot.ts";
import { type Effect, type Head, isOver } from "./state.ts";
import type { Command } from "./store.ts";
import { type UndoDeps, type Undone, undoEffect } from "./undo-effect.ts";

export type RollBackDeps = UndoDeps & { readAt: ReadAt };
type Told = { step: string; summary: string };
type Left = Told & { because: string; state: Exclude<Undone["state"], "undone"> };
/** What was undone, and what is left because it cannot be, or because nobody knows: never hidden. */
export type RolledBack = { id: string; undone: Told[]; left: Left[] };
/** `to`: the step that was the last good one's next: it and what hangs on it are undone; `effect`: this one; absent: everything. */
type Ask = { workspace: Workspace; id: string; to?: string | undefined; effect?: string | undefined; by?: By; step?: string };

/** Undoes the effects of an execution that is over, the latest first, each with its record. Doing it again goes on where it stopped. */
export async function rollBack(deps: RollBackDeps, { workspace, id, to, effect: only, by, step }: Ask): Promise<Outcome<RolledBack>> {
  const { store, readAt, now } = deps;
  const began = now().getTime();
  const found = await readAt(workspace, async (sql) => {
    const [row] = await sql.query<{ state: Head }>("select state from executions where id = $1", [id]);
    const effects = await sql.query<{ state: Effect }>(
      `select state from effects where execution_id = $1 and status in ('done', 'unknown') and state->>'undoes' is null
       order by created_at desc, id desc`,
      [id],
    );
    return row && { head: row.state, effects: effects.map(({ state }) => state) };
  });
  if (!found) return refuse({ code: "not_found", because: "there is no such execution" });
  const { head, effects } = found;
  if (!isOver(head.status)) return refuse({ code: "conflict", because: "it is not over: cancel it first", allowed: ["cancel"] });
  const plan = head.plan ? ((await store.payload(workspace, id, head.plan.ref.id)) as unknown as Plan | undefined) : undefined;
  if (to !== undefined && !plan?.steps.some((one) => one.id === to))
    return refuse({ code: "unprocessable", because: "there is no such step", errors: [{ path: "to", because: "is no step of it" }] });
  const concerned = to === undefined || !plan ? undefined : afterStep(plan, to);
  if (only !== undefined && !effects.some((effect) => effect.id === only))
    return refuse({
      code: "unprocessable",
      because: "there is no such effect to take back",
      errors: [{ path: "effect", because: "is none" }],
    });
  const told: RolledBack = { id, undone: [], left: [] };
  for (const effect of latestFirst(effects, plan)) {
    if (only !== undefined ? effect.id !== only : concerned && !concerned.has(planned(effect.step))) continue;
    const about = { step: effect.step, summary: effect.summary };
    const ended = await undoEffect(deps, { workspace, id, effect });
    if (ended.state === "undone") told.undone.push(about);
    else told.left.push({ ...about, ...ended });
  }
  const ms = now().getTime() - began;
  // The ladder's own goes on until nobody else is at it; then it is told once.
  if (by || !isBusy(told))
    await store.act(workspace, id, recorded(deps, told, { ms, ...(by && { by }), ...(step !== undefined && { step }) }));
  return accept(told);
}

const isBusy = ({ left }: RolledBack): boolean => left.some(({ state }) => state === "busy");

/** What follows the last settlement: the end, or for one that failed and should be rolled back, that. `busy`: look again later. */
export async function finishAndRollBack(
  deps: RollBackDeps,
  { scope, executionId }: { scope: Workspace; executionId: string },
): Promise<{ finished: boolean; busy?: true }> {
  const { finished, rollback } = await finishExecution(deps, { scope, executionId });
  const told = rollback && (await rollBack(deps, { workspace: scope, id: executionId, ...rollback }));
  return { finished, ...(told?.ok && isBusy(told.value) && { busy: true as const }) };
}

/** The plan's step that an item of a list was made of. */
const planned = (step: string): string => step.replace(/\[\d+\]$/, "");

/** What hangs on another comes before it, also where both began within a millisecond. */
function latestFirst(effects: Effect[], plan: Plan | undefined): Effect[] {
  const place = new Map(plan ? batchesOf(plan.steps).flatMap((batch, index) => batch.map((id) => [id, index])) : []);
  const placeOf = ({ step }: Effect) => place.get(planned(step)) ?? 0;
  return effects.toSorted((a, b) => b.intendedAt.localeCompare(a.intendedAt) || placeOf(b) - placeOf(a));
}

/** The step itself and everything that hangs on it. */
function afterStep(plan: Plan, to: string): Set<string> {
  const after = new Set([to]);
  const specs = new Map(plan.steps.map((spec) => [spec.id, spec]));
  for (const id of batchesOf(plan.steps).flat()) if (specs.get(id)?.dependsOn.some((needed) => after.has(needed))) after.add(id);
  return after;
}

const listedAtMost = 5;

function recorded(
  { newId }: UndoDeps,
  { undone, left }: RolledBack,
  { ms, by, step }: { ms: number; by?: By; step?: string },
): Command<undefined> {
  const names = left.slice(0, listedAtMost).map(({ summary, state }) => (state === "unknown" ? `${summary} (not known)` : summary));
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
