import type { ExecutionEvent } from "./events.ts";
import type { Step } from "./state.ts";

/** One step's next state. Never refuses; an event that does not move a step leaves it as it was. */
export function reduceStep(was: Step | undefined, id: string, event: ExecutionEvent): Step | undefined {
  switch (event.type) {
    case "step.readied":
      return {
        ...base(was ?? blank(id)),
        name: event.name,
        tool: event.tool,
        ...(event.parent !== undefined && { parent: event.parent }),
        status: "ready",
        wake: event.wake,
        readiedAt: event.at,
      };
    case "step.held":
      return (
        was && {
          ...base(was),
          ...waited(was, event.at),
          status: "held",
          hold: event.hold,
          wake: event.wake,
          ...(event.params && { params: event.params }),
        }
      );
    case "step.released":
      return was && { ...base(was), ...waited(was, event.at), status: "ready", wake: event.wake };
    case "step.started":
      return (
        was && {
          ...base(was),
          ...waited(was, event.at),
          status: "running",
          attempt: event.attempt,
          fence: event.fence,
          run: event.run,
          losses: was.losses + (event.recovered ? 1 : 0),
          ...(event.params && { params: event.params }),
          ...(event.iterations !== undefined && { iterations: { total: event.iterations, settled: 0, failed: 0 } }),
          startedAt: was.startedAt ?? event.at,
        }
      );
    case "step.progressed":
      return was?.status === "running" ? { ...was, note: event.note } : was;
    case "step.completed":
      return (
        was && {
          ...base(was),
          ...waited(was, event.at),
          status: "completed",
          output: event.output,
          preview: event.preview,
          endedAt: event.at,
        }
      );
    case "step.failed":
      return (
        was && { ...base(was), ...waited(was, event.at), status: "failed", because: event.because, code: event.code, endedAt: event.at }
      );
    case "step.retrying":
      return (
        was && {
          ...base(was),
          ...waited(was, event.at),
          status: "retrying",
          dueAt: event.dueAt,
          because: event.because,
          since: event.at,
          wake: event.wake,
        }
      );
    case "step.skipped":
      return { ...base(was ?? blank(id)), status: "skipped", because: event.because, endedAt: event.at };
    case "step.cancelled":
      return {
        ...base(was ?? blank(id)),
        ...(was && waited(was, event.at)),
        status: "cancelled",
        because: event.because,
        endedAt: event.at,
      };
    case "approval.decided":
      return was && event.decision !== "reject" && event.payloadHash !== undefined
        ? {
            ...was,
            approved: { approvalId: event.approvalId, payloadHash: event.payloadHash, by: event.by },
            ...(event.payload && { params: event.payload }),
          }
        : was;
    default:
      return was;
  }
}

export function blank(id: string): Step {
  return { id, name: "", tool: "", status: "pending", wake: 0, fence: 0, attempt: 0, losses: 0, heldMs: 0, retryMs: 0 };
}

/** What outlives a change of status. */
function base(was: Step): Omit<Step, "status"> {
  const {
    id,
    name,
    tool,
    parent,
    wake,
    fence,
    attempt,
    losses,
    run,
    params,
    approved,
    iterations,
    readiedAt,
    startedAt,
    endedAt,
    heldMs,
    retryMs,
  } = was;
  return {
    id,
    name,
    tool,
    wake,
    fence,
    attempt,
    losses,
    heldMs,
    retryMs,
    ...(parent !== undefined && { parent }),
    ...(run !== undefined && { run }),
    ...(params && { params }),
    ...(approved && { approved }),
    ...(iterations && { iterations }),
    ...(readiedAt !== undefined && { readiedAt }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}

/** Adds the wait that ends now to the time of its kind, so that queue, work, people and retries stay apart. */
function waited(was: Step, at: string): { heldMs?: number; retryMs?: number } {
  if (was.status === "held") return { heldMs: was.heldMs + Date.parse(at) - Date.parse(was.hold.since) };
  if (was.status === "retrying") return { retryMs: was.retryMs + Date.parse(at) - Date.parse(was.since) };
  return {};
}
