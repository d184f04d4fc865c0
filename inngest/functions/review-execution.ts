import { reviewExecution as review } from "#lib/execution/review-execution.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ExecutionNudge } from "../events.ts";

/** How often it is looked whether what was at work is done. */
const looks = 30;

/** An execution failed, waits for help or does badly: is its plan the one to go on with? */
export const reviewExecution = inngest.createFunction(
  { id: "review-execution", triggers: [{ event: "execution/review" }] },
  async ({ event, step }) => {
    const { workspaceId, executionId } = ExecutionNudge.parse(event.data);
    for (let look = 0; look < looks; look++) {
      const { found } = await step.run(`look-${look}`, () => review(runtime(), { scope: { id: workspaceId }, executionId }));
      if (found !== "busy") return { found };
      await step.sleep(`wait-${look}`, "10s");
    }
    return { found: "busy" };
  },
);
