import { advanceExecution } from "./functions/advance-execution.ts";
import { announceApprovalOf } from "./functions/announce-approval.ts";
import { endOvertime } from "./functions/end-overtime.ts";
import { finishExecution } from "./functions/finish-execution.ts";
import { planExecution } from "./functions/plan-execution.ts";
import { reconcile } from "./functions/reconcile.ts";
import { releaseBudgetOf } from "./functions/release-budget.ts";
import { reviewExecution } from "./functions/review-execution.ts";
import { runStep } from "./functions/run-step.ts";
import { tellApproversOf } from "./functions/tell-approvers.ts";
import { tellRequesterOf } from "./functions/tell-requester.ts";
import { watchApproval } from "./functions/watch-approval.ts";

/** All durable functions, as both forms serve them. */
export const functions = [
  planExecution,
  runStep,
  watchApproval,
  announceApprovalOf,
  tellApproversOf,
  tellRequesterOf,
  releaseBudgetOf,
  finishExecution,
  advanceExecution,
  reviewExecution,
  endOvertime,
  reconcile,
];
