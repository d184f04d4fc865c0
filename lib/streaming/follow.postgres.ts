import { appPool } from "#lib/db.ts";
import { isEnding } from "#lib/execution/events.ts";
import { type ExecutionStatus, isOver } from "#lib/execution/state.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { hub } from "./hub.postgres.ts";
import { keepOpen } from "./open.next.ts";
import { readableOf, written } from "./stream.ts";
import { tail } from "./tail.ts";

export type Follow = { workspace: Workspace; executionId: string; from: number; signal: AbortSignal; isStillAllowed(): Promise<boolean> };

/** The stream of one execution from a place on; `read` when its log is over and the reader has all of it. */
export async function follow({
  workspace,
  executionId,
  from,
  signal,
  isStillAllowed,
}: Follow): Promise<Outcome<ReadableStream<Uint8Array> | "read">> {
  const at = { workspaceId: workspace.id, executionId };
  const head = await headOf(at);
  if (!head) return refuse({ code: "not_found", because: "there is nothing at this address" });
  if (from > head.seq)
    return refuse({
      code: "invalid",
      because: `the log ends at ${head.seq}`,
      errors: [{ path: "lastEventId", because: `the log ends at ${head.seq}` }],
    });
  const over = isOver(head.status) ? head.seq : undefined;
  if (over === from) return accept("read");

  const reader = hub().reader(at);
  const forget = keepOpen(reader.leave);
  const stop = () => {
    forget();
    reader.leave();
  };
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const batches = tail({ readAfter: reader.readAfter, isOver: ({ seq, type }) => isEnding(type) || seq === over, wait: reader.wait }, from);
  return accept(readableOf(written(batches, { now: Date.now, isStillAllowed, takeSpoken: reader.takeSpoken }), stop));
}

async function headOf({ workspaceId, executionId }: { workspaceId: string; executionId: string }) {
  const text = "select seq, status from stream_head($1, $2)";
  const { rows } = await appPool().query<{ seq: number; status: ExecutionStatus }>({
    name: "stream-head",
    text,
    values: [workspaceId, executionId],
  });
  return rows[0];
}
