import { expireApproval } from "#lib/execution/settle-approval.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ApprovalNudge } from "../events.ts";

/** Sleeps until an approval's time is over and then acts through the same decision as a person would; a decision before ends it. */
export const watchApproval = inngest.createFunction(
  {
    id: "watch-approval",
    triggers: [{ event: "approval/requested" }],
    cancelOn: [{ event: "approval/closed", if: "async.data.approvalId == event.data.approvalId" }],
  },
  async ({ event, step }) => {
    const { workspaceId, executionId, approvalId } = ApprovalNudge.parse(event.data);
    const expire = () => expireApproval(runtime(), { scope: { id: workspaceId }, executionId, approvalId });
    const first = await step.run("look", expire);
    if (first.status !== "open" || !first.expiresAt) return first;
    await step.sleepUntil("until its time is over", first.expiresAt);
    return step.run("expire", expire);
  },
);
