import { answer, nothing } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { placeOf, streaming } from "#lib/http/stream.ts";
import { refuse } from "#lib/kernel/outcome.ts";
import { follow } from "#lib/streaming/follow.postgres.ts";

export const GET = endpoint({
  allow: "execution:read",
  ...executions.follow,
  handle: async ({ caller, params, query, request, isStillAllowed }) => {
    const from = placeOf(request.headers, query.lastEventId);
    if (from === undefined) return refuse({ code: "invalid", because: "Last-Event-ID is the number of an event" });
    const stream = await follow({ workspace: caller.workspace, executionId: params.id, from, signal: request.signal, isStillAllowed });
    return answer(stream, (value) => (value === "read" ? nothing : streaming(value)));
  },
});
