import { type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { follow } from "#lib/streaming/follow.postgres.ts";
import { answer, nothing, type Reply } from "./answer.ts";
import type { ExecutionParams, FollowExecution } from "./contracts/executions.ts";
import type { Call } from "./endpoint.ts";
import { placeOf, streaming } from "./stream.ts";

/** One execution's log from the reader's place on, or nothing more when all of it was read. */
export async function streamExecution({
  caller,
  params,
  query,
  request,
  isStillAllowed,
}: Call<ExecutionParams, FollowExecution, undefined>): Promise<Outcome<Reply>> {
  const from = placeOf(request.headers, query.lastEventId);
  if (from === undefined) return refuse({ code: "invalid", because: "Last-Event-ID is the number of an event" });
  const stream = await follow({ workspace: caller.workspace, executionId: params.id, from, signal: request.signal, isStillAllowed });
  return answer(stream, (value) => (value === "read" ? nothing : streaming(value)));
}
