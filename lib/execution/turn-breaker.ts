import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Breaker, Breakers } from "#lib/safety/breaker.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";
import { readyNudge } from "./nudges.ts";
import type { Decision, Slice } from "./slice.ts";
import type { Command, ExecutionStore } from "./store.ts";
import { nameOf } from "./successors.ts";

type Deps = {
  store: ExecutionStore;
  breakers: Breakers;
  sqlFor: (scope: Workspace) => Sql;
  newId: (prefix: string) => string;
};
export type TurnBreaker = { component: string; state: "open" | "closed" };

/** More than this many waiting steps go on by their own clock. */
const releasedAtMost = 500;

/** Opens or closes a breaker by hand. What waited for one that is closed goes on at once. */
export async function turnBreaker(
  { store, breakers, sqlFor, newId }: Deps,
  { workspace, actor, command }: { workspace: Workspace; actor: Actor; command: TurnBreaker },
): Promise<Outcome<Breaker & { released: number }>> {
  const { component, state } = command;
  const breaker = await breakers.turn(workspace, component, state, actor);
  if (!breaker) return refuse({ code: "not_found", because: "no such breaker" });
  if (state === "open") return accept({ ...breaker, released: 0 });
  const waiting = await sqlFor(workspace).query<{ execution: string; step: string }>(
    `select execution_id as execution, id as step from execution_steps
     where status = 'held' and hold = 'breaker' and state->'hold'->>'ref' = $1 order by due_at limit $2`,
    [component, releasedAtMost],
  );
  const done = await Promise.all(waiting.map((one) => store.act(workspace, one.execution, release(one.step, actor, newId("cmd")))));
  return accept({ ...breaker, released: done.filter(({ ok }) => ok).length });
}

function release(step: string, by: Actor, id: string): Command<undefined> {
  return { cause: `breaker:${step}:${id}`, need: { steps: [step] }, decide: (slice) => accept(decideRelease(slice, step, by)) };
}

function decideRelease(slice: Slice, step: string, by: Actor): Decision {
  const row = slice.rows[step];
  if (row?.state.status !== "held" || row.state.hold.reason !== "breaker" || slice.execution.head.halting)
    return { facts: [], answer: undefined };
  const wake = row.state.wake + 1;
  const because = `${by.name} closed the breaker`;
  return {
    facts: [{ type: "step.released", step, status: "ready", message: `${nameOf(row)}: ${because}`, wake, because }],
    nudges: [readyNudge(slice.execution.head.id, step, wake)],
    answer: undefined,
  };
}
