import type pg from "pg";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import { advanceExecution } from "./advance-execution.ts";
import type { Dispatch, Sent } from "./dispatch.ts";
import { tendApproval } from "./settle-approval.ts";
import type { ExecutionStore } from "./store.ts";

/** How long a thing may be overdue before the backstop takes it up, and how many at once. */
const graceSeconds = 30;
const atOnce = 500;

type Stuck = {
  kind: "lost" | "due" | "expired" | "idle" | "waiting";
  workspace_id: string;
  execution_id: string;
  step_id: string | null;
  wake: number | null;
  fence: number | null;
  approval_id: string | null;
};
type Deps = {
  pool: pg.Pool;
  store: ExecutionStore;
  registry: ToolRegistry;
  dispatch: () => Dispatch;
  now: () => Date;
  newId: (prefix: string) => string;
};

/**
 * The backstop: finds what should move and does not (a worker that is gone, a wake that was lost, an approval past its time,
 * an execution that nothing moves) and nudges it again. Every nudge is harmless when it was not needed.
 */
export async function reconcile(deps: Deps, { grace = graceSeconds }: { grace?: number } = {}): Promise<{ found: number }> {
  const { rows } = await deps.pool.query<Stuck>({ name: "stuck", text: "select * from stuck_work($1, $2)", values: [grace, atOnce] });
  const nudges: Sent[] = [];
  for (const stuck of rows) {
    const scope: Workspace = { id: stuck.workspace_id };
    const executionId = stuck.execution_id;
    if (stuck.kind === "expired" && stuck.approval_id) await tendApproval(deps, { scope, executionId, approvalId: stuck.approval_id });
    else if (stuck.kind === "idle") {
      await advanceExecution(deps, { scope, executionId });
      nudges.push(again(deps, scope, executionId, "execution/requested"), again(deps, scope, executionId, "execution/settled"));
    } else if (stuck.step_id !== null && stuck.wake !== null)
      nudges.push({
        ...again(deps, scope, executionId, "step/ready"),
        data: { workspaceId: scope.id, executionId, stepId: stuck.step_id, wake: stuck.wake },
      });
  }
  const unreminded = await deps.pool.query<Pick<Stuck, "workspace_id" | "execution_id"> & { approval_id: string }>({
    name: "unreminded",
    text: "select * from unreminded_approvals($1, $2)",
    values: [grace, atOnce],
  });
  for (const { workspace_id: id, execution_id: executionId, approval_id: approvalId } of unreminded.rows)
    await tendApproval(deps, { scope: { id }, executionId, approvalId });
  if (nudges.length > 0) await deps.dispatch().send(nudges);
  return { found: rows.length + unreminded.rows.length };
}

/** A fresh id each time: servers drop a repeated one, and this one is sent because the first was lost. */
function again(deps: Deps, scope: Workspace, executionId: string, name: Sent["name"]): Sent {
  return { id: `${executionId}:again:${deps.newId("rec")}`, name, data: { workspaceId: scope.id, executionId } };
}
