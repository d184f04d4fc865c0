import { accept } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";
import { readyNudge } from "./nudges.ts";
import type { Decision, Slice } from "./slice.ts";
import type { ExecutionStore } from "./store.ts";
import { nameOf } from "./successors.ts";

type Deps = { store: Pick<ExecutionStore, "act">; sqlFor: (scope: Workspace) => Sql; newId: (prefix: string) => string };

/** Lets go on the step that has waited longest for a lock that was left. Nobody is lost with this: each looks again by itself. */
export function passLockOn({ store, sqlFor, newId }: Deps) {
  return async (scope: Workspace, name: string): Promise<void> => {
    const [next] = await sqlFor(scope).query<{ execution: string; step: string }>(
      `select execution_id as execution, id as step from execution_steps
       where workspace_id = $1 and status = 'held' and hold = 'lock' and state->'hold'->>'ref' = $2 order by (state->>'readiedAt'), id limit 1`,
      [scope.id, name],
    );
    if (!next) return;
    await store.act(scope, next.execution, {
      cause: `lock:${next.step}:${newId("cmd")}`,
      need: { steps: [next.step] },
      decide: (slice) => accept(released(slice, next.step)),
    });
  };
}

function released(slice: Slice, step: string): Decision {
  const row = slice.rows[step];
  if (row?.state.status !== "held" || row.state.hold.reason !== "lock" || slice.execution.head.halting)
    return { facts: [], answer: undefined };
  const wake = row.state.wake + 1;
  const because = "the lock is free";
  return {
    facts: [{ type: "step.released", step, status: "ready", message: `${nameOf(row)}: ${because}`, wake, because }],
    nudges: [readyNudge(slice.execution.head.id, step, wake)],
    answer: undefined,
  };
}
