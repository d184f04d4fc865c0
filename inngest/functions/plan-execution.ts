import { planExecution as plan } from "#lib/execution/plan-execution.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ExecutionNudge } from "../events.ts";

/** A request becomes steps that are ready, and the first of them is carried on with. */
export const planExecution = inngest.createFunction({ id: "plan-execution", triggers: [{ event: "execution/requested" }] }, async ({ event, step, runId }) => {
  const { workspaceId, executionId } = ExecutionNudge.parse(event.data);
  return step.run("plan", () => plan(runtime(), { scope: { id: workspaceId }, executionId, run: runId }));
});
