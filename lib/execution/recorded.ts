import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Sql } from "#lib/tools/tool.ts";
import type { Simulation } from "./simulate-step.ts";
import type { ExecutionStore } from "./store.ts";

/** Looked for in the latest executions, and in so many steps of each, so that a long history costs no more than a short one. */
const executionsLookedAt = 100;
const stepsOfEach = 200;

const text = `
  select latest.id as execution, s.state->'output'->>'id' as output
  from (select workspace_id, id, created_at from executions where state->>'simulated' is null order by created_at desc limit ${executionsLookedAt}) as latest
  cross join lateral (
    select spec, state from execution_steps
    where workspace_id = latest.workspace_id and execution_id = latest.id and status = 'completed' limit ${stepsOfEach}
  ) as s
  where s.spec->>'tool' = $1 and s.state->>'reused' is null and s.state->'iterations' is null
  order by (s.state->'params'->>'hash' = $2) desc nulls last, latest.created_at desc limit 1`;

/** What tools said last in earnest, from the steps that are kept. */
export function recordedBy(sqlFor: (scope: Workspace) => Sql, store: Pick<ExecutionStore, "payload">): Simulation["recorded"] {
  return async (scope, { tool, paramsHash }) => {
    const [found] = await sqlFor(scope).query<{ execution: string; output: string }>(text, [tool, paramsHash]);
    return found && store.payload(scope, found.execution, found.output);
  };
}
