import { finishExecution as finish } from "#lib/execution/finish-execution.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ExecutionNudge } from "../events.ts";

/** Every step is settled: the result is gathered and the execution ends. */
export const finishExecution = inngest.createFunction(
  { id: "finish-execution", triggers: [{ event: "execution/settled" }] },
  async ({ event, step }) => {
    const { workspaceId, executionId } = ExecutionNudge.parse(event.data);
    return step.run("finish", () => finish(runtime(), { scope: { id: workspaceId }, executionId }));
  },
);
