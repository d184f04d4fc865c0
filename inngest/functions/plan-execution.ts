import { failPlanning, giveUpTakingOver, planExecution as plan } from "#lib/execution/plan-execution.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ExecutionNudge } from "../events.ts";

/** How often it is looked whether what it takes the place of has come to rest. */
const looks = 240;

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
    const at = { scope: { id: workspaceId }, executionId, run: runId };
    let planned = await step.run("plan", () => plan(runtime(), at));
    for (let look = 1; planned.later && look <= looks; look++) {
      await step.sleep(`wait-${look}`, "5s");
      planned = await step.run(`plan-${look}`, () => plan(runtime(), at));
    }
    if (planned.later) await step.run("give up", () => giveUpTakingOver(runtime(), at));
    return planned;
  },
);
