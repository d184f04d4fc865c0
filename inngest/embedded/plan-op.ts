import { dueOf } from "./duration.ts";
import type { PlannedOp, Start } from "./journal.ts";
import { limits, sizeOf } from "./limits.ts";
import { matchKey } from "./match-key.ts";
import type { Op } from "./reply.ts";

export type PlanDeps = {
  now: number;
  /** The run's own trigger, as JSON. */
  event: string;
  /** The child's start, or undefined when no such function is registered. */
  child(fn: string, event: (id: string) => unknown): (Start & { event: string }) | undefined;
};

const year = 365 * 86_400_000;

/** One reported operation as the item that will finish it. */
export function planOp(run: string, op: Op, deps: PlanDeps): PlannedOp | { refused: string } {
  const { id: hash, opts = {} } = op;
  switch (op.op) {
    case "StepPlanned":
      return { hash, kind: "step", race: opts.parallelMode === "race" };
    case "Sleep": {
      const due = dueOf(op.name ?? "");
      return due ? { hash, kind: "sleep", race: opts.parallelMode === "race", ...due } : { refused: `cannot read the time "${op.name}"` };
    }
    case "WaitForEvent":
      return {
        hash,
        kind: "event",
        topic: op.name ?? "",
        condition: opts.if,
        key: matchKey(opts.if, JSON.parse(deps.event)),
        race: opts.parallelMode === "race",
        ...timeout(opts.timeout),
      };
    case "WaitForSignal":
      return {
        hash,
        kind: "signal",
        topic: opts.signal ?? op.name ?? "",
        conflict: opts.conflict,
        race: opts.parallelMode === "race",
        ...timeout(opts.timeout),
      };
    case "InvokeFunction": {
      const child = deps.child(opts.function_id ?? "", (id) => invokedEvent(run, hash, id, opts.payload, deps.now));
      if (!child) return { refused: `no function ${opts.function_id} is registered` };
      const bytes = Buffer.byteLength(child.event);
      if (bytes > limits.eventBytes)
        return { refused: `the event of the invocation is ${sizeOf(bytes)}, the limit is ${sizeOf(limits.eventBytes)}` };
      return { hash, kind: "invoke", child, race: opts.parallelMode === "race", ...timeout(opts.timeout) };
    }
    case "Gateway":
    case "AIGateway": {
      const { url, method, headers, body, auth_key, format } = opts as Record<string, unknown>;
      const request = { op: op.op, url, method, headers, body, authKey: auth_key, format };
      return { hash, kind: "fetch", condition: JSON.stringify(request), race: opts.parallelMode === "race" };
    }
    default:
      return { refused: `the embedded executor does not do ${op.op}` };
  }
}

const timeout = (text: string | undefined) => dueOf(text ?? "") ?? { delay: year };

const invokedEvent = (run: string, hash: string, id: string, payload: Record<string, unknown> = {}, now: number) => ({
  ...payload,
  name: "inngest/function.invoked",
  id,
  data: { ...(payload.data as object | undefined), _inngest: { correlation_id: `${run}.${hash}` } },
  ts: now,
  user: {},
});
