import { tellRequester } from "#lib/execution/tell-requester.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ApprovalNudge } from "../events.ts";

/** Writes to who asked for an execution what they are asked about it, each question once. */
export const tellRequesterOf = inngest.createFunction(
  { id: "tell-requester", triggers: [{ event: "approval/asked" }] },
  async ({ event, step }) => {
    const { workspaceId, executionId, approvalId } = ApprovalNudge.parse(event.data);
    return step.run("tell", () => tellRequester(runtime(), { scope: { id: workspaceId }, executionId, approvalId }));
  },
);
