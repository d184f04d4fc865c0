import { writeContext } from "#lib/execution/write-context.ts";
import { answer } from "#lib/http/answer.ts";
import { sharedContext } from "#lib/http/contracts/context.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const PUT = endpoint({
  allow: "execution:control",
  ...sharedContext.write,
  handle: async ({ caller: { workspace, actor }, params: { id }, body: command }) =>
    answer(await writeContext(runtime(), { workspace, actor, id, command })),
});
