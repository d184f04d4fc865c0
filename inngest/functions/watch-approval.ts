import { tendApproval } from "#lib/execution/settle-approval.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ApprovalNudge } from "../events.ts";

/** A reminder, an escalation and an end, with room for wakes that were too early. */
const looksAtMost = 12;

/** Sleeps until something is due about an approval and then acts through the same decisions as a person would; its end ends it. */
export const watchApproval = inngest.createFunction(
  {
    id: "watch-approval",
    triggers: [{ event: "approval/requested" }],
    cancelOn: [{ event: "approval/closed", if: "async.data.approvalId == event.data.approvalId" }],
  },
  async ({ event, step }) => {
    const { workspaceId, executionId, approvalId } = ApprovalNudge.parse(event.data);
    const tend = () => tendApproval(runtime(), { scope: { id: workspaceId }, executionId, approvalId });
    let now = await step.run("look", tend);
    for (let look = 1; look < looksAtMost && now.status === "open" && now.dueAt; look++) {
      await step.sleepUntil(`until something is due ${look}`, now.dueAt);
      now = await step.run(`tend ${look}`, tend);
    }
    return now;
  },
);
