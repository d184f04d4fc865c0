import { carrySteps } from "#lib/execution/carry-steps.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { StepNudge } from "../events.ts";

/**
 * Runs a step that is ready, and a bounded chain of those that it makes ready. What it did is in the log, not in its memo:
 * a run that starts again after a crash finds there the steps that it had claimed.
 */
export const runStep = inngest.createFunction({ id: "run-step", triggers: [{ event: "step/ready" }] }, async ({ event, step, runId }) => {
  const { workspaceId, executionId, stepId, wake } = StepNudge.parse(event.data);
  return step.run("carry", () => carrySteps(runtime(), { scope: { id: workspaceId }, executionId, stepId, wake, run: runId }));
});
