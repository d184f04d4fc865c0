import { tellApprovers } from "#lib/execution/tell-approvers.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ApprovalNudge } from "../events.ts";

/** Writes to those who may decide, each once for an occasion. */
export const tellApproversOf = inngest.createFunction(
  { id: "tell-approvers", triggers: [{ event: "approval/tell" }] },
  async ({ event, step }) => {
    const { workspaceId, executionId, approvalId } = ApprovalNudge.parse(event.data);
    return step.run("tell", () => tellApprovers(runtime(), { scope: { id: workspaceId }, executionId, approvalId }));
  },
);
