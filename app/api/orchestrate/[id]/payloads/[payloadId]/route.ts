import { readPayload } from "#lib/execution/read-payload.ts";
import { answer } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { toldBy } from "#lib/http/person.next.ts";
import { causeId } from "#lib/kernel/hash.ts";
import { runtime } from "#lib/runtime.ts";
import { withhold } from "#lib/safety/guardrails/withhold.ts";

/** What is looked through for something that the log withholds. */
const looked = 262_144;

export const GET = endpoint({
  allow: "execution:read",
  ...executions.payload,
  handle: async ({ caller: { workspace, actor }, access, params }) => {
    const read = await readPayload(runtime(), { workspace, ...params });
    if (!read.ok) return read;
    const text = (JSON.stringify(read.value.value) ?? "").slice(0, looked);
    if (withhold(text) === text) return answer(read);
    // Once a day for each reader and payload: a page asks again each time that it is drawn.
    const day = runtime().now().toISOString().slice(0, 10);
    const id = causeId("aud", workspace.id, params.payloadId, actor.id, day);
    return answer(await toldBy(access, read, { action: "payload.revealed", target: params.id, id }));
  },
});
