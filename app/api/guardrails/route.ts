import { ok } from "#lib/http/answer.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "guardrail:read",
  handle: async ({ caller: { workspace } }) => accept(ok({ data: await runtime().policies.list(workspace), nextCursor: null })),
});
