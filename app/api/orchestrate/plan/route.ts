import { draftCard } from "#lib/execution/draft-card.ts";
import { answer } from "#lib/http/answer.ts";
import { executions } from "#lib/http/contracts/executions.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "execution:start",
  ...executions.draft,
  handle: async ({ caller: { workspace, actor }, body }) => answer(await draftCard(runtime(), { workspace, actor, ...body })),
});
