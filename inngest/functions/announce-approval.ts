import { announceApproval } from "#lib/execution/announce-approval.ts";
import { mostAttempts } from "#lib/execution/approval-message.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ApprovalNudge } from "../events.ts";

/** Tells the channels of the workspace of an approval that waits, and those that did not hear it again, until it is decided. */
export const announceApprovalOf = inngest.createFunction(
  {
    id: "announce-approval",
    // Whatever it is told for is read from the approval: what was told for it already is not told again.
    triggers: [{ event: "approval/requested" }, { event: "approval/tell" }],
    cancelOn: [{ event: "approval/closed", if: "async.data.approvalId == event.data.approvalId" }],
  },
  async ({ event, step }) => {
    const { workspaceId, executionId, approvalId } = ApprovalNudge.parse(event.data);
    const tell = () => announceApproval(runtime(), { scope: { id: workspaceId }, executionId, approvalId });
    let now = await step.run("tell", tell);
    for (let again = 1; again <= mostAttempts && now.dueAt; again++) {
      await step.sleepUntil(`until it is tried again ${again}`, now.dueAt);
      now = await step.run(`tell ${again}`, tell);
    }
    return now;
  },
);
