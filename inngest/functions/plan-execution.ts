import { failPlanning, planExecution as plan } from "#lib/execution/plan-execution.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ExecutionNudge } from "../events.ts";

/** A request becomes steps that are ready, and the first of them is carried on with. */
export const planExecution = inngest.createFunction(
  {
    id: "plan-execution",
    triggers: [{ event: "execution/requested" }],
    retries: 2,
    onFailure: async ({ event, error, step }) => {
      const { workspaceId, executionId } = ExecutionNudge.parse(event.data.event.data);
      await step.run("say so", () => failPlanning(runtime(), { scope: { id: workspaceId }, executionId, because: error.message }));
    },
  },
  async ({ event, step, runId }) => {
    const { workspaceId, executionId } = ExecutionNudge.parse(event.data);
    return step.run("plan", () => plan(runtime(), { scope: { id: workspaceId }, executionId, run: runId }));
  },
);
