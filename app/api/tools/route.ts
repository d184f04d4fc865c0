import { ok } from "#lib/http/answer.ts";
import { shownTool } from "#lib/http/contracts/tools.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "tool:read",
  handle: async () => accept(ok({ data: runtime().registry.all().map(shownTool), nextCursor: null })),
});
