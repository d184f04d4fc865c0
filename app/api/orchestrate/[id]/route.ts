import { readSnapshot } from "#lib/execution/read-snapshot.ts";
import { answer, ok } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { etagOf, isKnown } from "#lib/http/revision.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "execution:read",
  ...executions.read,
  handle: async ({ caller: { workspace }, params, request: { headers } }) =>
    answer(await readSnapshot(runtime(), { workspace, ...params }), (snapshot) =>
      isKnown(headers, snapshot.seq)
        ? { status: 304, headers: { etag: etagOf(snapshot.seq) } }
        : { ...ok(snapshot), headers: { etag: etagOf(snapshot.seq) } },
    ),
});
