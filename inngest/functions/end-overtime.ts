import { endOvertime as end } from "#lib/execution/overtime.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ExecutionNudge } from "../events.ts";

/** The time of an execution is over in which also waits count. */
export const endOvertime = inngest.createFunction(
  { id: "end-overtime", triggers: [{ event: "execution/overtime" }] },
  async ({ event, step }) => {
    const { workspaceId, executionId } = ExecutionNudge.parse(event.data);
    return step.run("end", () => end(runtime(), { scope: { id: workspaceId }, executionId }));
  },
);
