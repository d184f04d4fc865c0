import { advanceExecution as advance } from "#lib/execution/advance-execution.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ExecutionNudge } from "../events.ts";

/** The rest of a wide fan-out, join, skip or resume, a chunk at a time. */
export const advanceExecution = inngest.createFunction(
  { id: "advance-execution", triggers: [{ event: "execution/advance" }] },
  async ({ event, step }) => {
    const { workspaceId, executionId } = ExecutionNudge.parse(event.data);
    return step.run("advance", () => advance(runtime(), { scope: { id: workspaceId }, executionId }));
  },
);
