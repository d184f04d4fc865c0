import { advanceExecution } from "./functions/advance-execution.ts";
import { finishExecution } from "./functions/finish-execution.ts";
import { lookAround } from "./functions/look-around.ts";
import { planExecution } from "./functions/plan-execution.ts";
import { reconcile } from "./functions/reconcile.ts";
import { relayOutbox } from "./functions/relay-outbox.ts";
import { runStep } from "./functions/run-step.ts";
import { tellApproversOf } from "./functions/tell-approvers.ts";
import { watchApproval } from "./functions/watch-approval.ts";

/** All durable functions, as both forms serve them. */
export const functions = [
  planExecution,
  runStep,
  watchApproval,
  tellApproversOf,
  finishExecution,
  advanceExecution,
  relayOutbox,
  reconcile,
  lookAround,
];
