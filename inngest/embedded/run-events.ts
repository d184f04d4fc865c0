import type { RunEnd, StoredEvent } from "./journal.ts";
import type { Registry } from "./registry.ts";

type Ended = { run: string; fn: string; event: string; batch?: string | null };

/** The end of a run together with the events that tell of it, each only if some function would hear it. */
export function ended(of: Ended, status: RunEnd["status"], output: string, registry: Registry, newId: () => string): Omit<RunEnd, "hold"> {
  const names =
    status === "failed"
      ? ["inngest/function.failed", "inngest/function.finished"]
      : [`inngest/function.${status === "cancelled" ? "cancelled" : "finished"}`];
  return {
    run: of.run,
    status,
    output,
    events: names.filter(registry.hears).map((name) => lifecycleEvent(name, of, status, output, newId())),
  };
}

const cancelError = JSON.stringify({ name: "Error", message: "function cancelled" });

export const cancelled = (of: Ended, registry: Registry, newId: () => string) => ended(of, "cancelled", cancelError, registry, newId);

function lifecycleEvent(name: string, { run, fn, event, batch }: Ended, status: RunEnd["status"], output: string, id: string): StoredEvent {
  const outcome = status === "completed" ? `"result":${output}` : `"error":${output},"result":null`;
  const data = `{"function_id":${JSON.stringify(fn)},"run_id":${JSON.stringify(run)},${outcome},"event":${event},"events":${batch ?? `[${event}]`},"_inngest":{"status":"${status}"}}`;
  return { id, name, body: `{"name":"${name}","id":"${id}","data":${data},"ts":${Date.now()},"user":{}}` };
}

/** What a run that was invoked leaves in the run that invoked it. */
export const replyToParent = ({ status, output }: Pick<RunEnd, "status" | "output">): string =>
  status === "completed" ? `{"data":${output}}` : `{"error":${output}}`;
