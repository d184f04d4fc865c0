import { answer, ok } from "#lib/http/answer.ts";
import { guardrails } from "#lib/http/contracts/guardrails.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { etagOf } from "#lib/http/revision.ts";
import { runtime } from "#lib/runtime.ts";

export const PUT = endpoint({
  allow: "guardrail:write",
  ...guardrails.change,
  handle: async ({ caller: { workspace, actor }, params, body, expected }) => {
    const changed = await runtime().policies.change({ workspace, actor }, { ...body, ...params, expected });
    return answer(changed, (policy) => ({ ...ok(policy), headers: { etag: etagOf(policy.version) } }));
  },
});
