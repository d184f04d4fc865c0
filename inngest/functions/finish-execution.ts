import { finishAndRollBack } from "#lib/execution/roll-back.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ExecutionNudge } from "../events.ts";

/** Every step is settled: the result is gathered and the execution ends. Or it failed, and is rolled back. */
export const finishExecution = inngest.createFunction(
  { id: "finish-execution", triggers: [{ event: "execution/settled" }] },
  async ({ event, step }) => {
    const { workspaceId, executionId } = ExecutionNudge.parse(event.data);
    return step.run("finish", () => finishAndRollBack(runtime(), { scope: { id: workspaceId }, executionId }));
  },
);
