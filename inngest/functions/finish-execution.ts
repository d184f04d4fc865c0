import { finishAndRollBack } from "#lib/execution/roll-back.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ExecutionNudge } from "../events.ts";

/** A rollback that somebody else began is looked at again so often. */
const looks = 10;

/** Every step is settled: the result is gathered and the execution ends. Or it failed, and is rolled back. */
export const finishExecution = inngest.createFunction(
  { id: "finish-execution", triggers: [{ event: "execution/settled" }] },
  async ({ event, step }) => {
    const { workspaceId, executionId } = ExecutionNudge.parse(event.data);
    const finish = (look: number) =>
      step.run(look === 0 ? "finish" : `finish-${look}`, () => finishAndRollBack(runtime(), { scope: { id: workspaceId }, executionId }));
    let ended = await finish(0);
    for (let look = 1; ended.busy && look <= looks; look++) {
      await step.sleep(`wait-${look}`, "30s");
      ended = await finish(look);
    }
    return ended;
  },
);
