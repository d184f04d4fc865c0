import { replayPolicy } from "#lib/execution/replay-policy.ts";
import { answer } from "#lib/http/answer.ts";
import { guardrails } from "#lib/http/contracts/guardrails.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "guardrail:evaluate",
  ...guardrails.replay,
  handle: async ({ caller: { workspace }, body: { name, days, ...change } }) =>
    answer(await replayPolicy(runtime(), { workspace, name, days, change })),
});
