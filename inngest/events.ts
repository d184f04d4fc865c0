import { z } from "zod";

/** What nudges carry: ids, nothing else. Who wakes re-reads the truth. */
const execution = z.object({ workspaceId: z.string(), executionId: z.string() });

export const ExecutionNudge = execution;
export const StepNudge = execution.extend({ stepId: z.string(), wake: z.int() });
export const ApprovalNudge = execution.extend({ approvalId: z.string() });
