import { backoffMs, retryAfterMs } from "./backoff.ts";
import type { Dispatch, Memo, PlannedOp } from "./journal.ts";
import { type PlanDeps, planOp } from "./plan-op.ts";
import { dataMemo, errorMemo, errorOf, type Op, type Reply } from "./reply.ts";

export type Verdict =
  | { move: "complete"; output: string }
  | { move: "fail"; error: unknown }
  | { move: "retry"; delay: number; because: unknown }
  | { move: "finish"; body: string }
  | { move: "plan"; memos: Memo[]; ops: PlannedOp[] };

export type DecideDeps = Omit<PlanDeps, "event"> & { maxAttempts: number; luck: number };

/** What a reply means for the run that was asked. */
export function decide(dispatch: Dispatch, reply: Reply, deps: DecideDeps): Verdict {
  if (reply.status === 200) return { move: "complete", output: reply.body || "null" };
  if (reply.status !== 206) return decideThrown(dispatch, reply, deps);
  const ops = readJson(reply.body);
  if (!Array.isArray(ops)) return tryAgain(dispatch, reply, deps, { message: "the answer holds no operations" });
  return dispatch.kind === "step" ? decideStep(dispatch, reply, ops, deps) : decideRequest(dispatch, reply, ops, deps);
}

/** The body of the function threw, or the SDK itself did, or what answered was not the SDK. */
function decideThrown(dispatch: Dispatch, reply: Reply, deps: DecideDeps): Verdict {
  const error = readJson(reply.body) ?? { message: `the handler answered ${reply.status}: ${reply.body.slice(0, 200)}` };
  if (reply.noRetry === "true") return { move: "fail", error };
  return tryAgain(dispatch, reply, deps, error);
}

/** The reply to a request that was aimed at one planned step. */
function decideStep(dispatch: Dispatch, reply: Reply, ops: Op[], deps: DecideDeps): Verdict {
  const op = ops.find(({ id }) => id === dispatch.hash);
  if (!op) return tryAgain(dispatch, reply, deps, { message: "the planned step was not run" });
  if (op.op === "StepError") return tryAgain(dispatch, reply, deps, op.error);
  return { move: "finish", body: op.op === "StepFailed" ? errorMemo(op.id, op.error).body : dataMemo(op).body };
}

/** The reply to a request that ran the function as far as it could. */
function decideRequest(dispatch: Dispatch, reply: Reply, ops: Op[], deps: DecideDeps): Verdict {
  const complete = ops.find(({ op }) => op === "RunComplete");
  if (complete) return { move: "complete", output: JSON.stringify(complete.data ?? null) };
  const strange = ops.find(({ op }) => !known.has(op));
  if (strange)
    return {
      move: "fail",
      error: { name: "UnsupportedOperation", message: `the embedded executor does not know the operation ${strange.op}` },
    };
  const erring = ops.find(({ op }) => op === "StepError");
  if (erring) return tryAgain(dispatch, reply, deps, erring.error);

  const memos: Memo[] = [];
  const planned: PlannedOp[] = [];
  for (const op of ops) {
    if (op.op === "StepRun" || op.op === "Step") memos.push(dataMemo(op));
    else if (op.op === "StepFailed") memos.push(errorMemo(op.id, op.error));
    else {
      const plan = planOp(dispatch.run, op, { ...deps, event: dispatch.event });
      if ("refused" in plan) memos.push(errorMemo(op.id, { name: "Error", message: plan.refused }));
      else planned.push(plan);
    }
  }
  return { move: "plan", memos, ops: planned };
}

const known = new Set([
  "Step",
  "StepRun",
  "StepFailed",
  "StepError",
  "StepPlanned",
  "Sleep",
  "WaitForEvent",
  "WaitForSignal",
  "InvokeFunction",
  "Gateway",
  "AIGateway",
]);

function tryAgain({ attempt }: Dispatch, reply: Reply, { maxAttempts, luck, now }: DecideDeps, error: unknown): Verdict {
  if (attempt + 1 >= maxAttempts) return { move: "fail", error };
  return { move: "retry", delay: retryAfterMs(reply.retryAfter, now) ?? backoffMs(attempt, luck), because: error };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export const failureBody = (error: unknown): string => JSON.stringify(errorOf(error));
