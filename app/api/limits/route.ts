import { ok } from "#lib/http/answer.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { readLimits } from "#lib/http/read-limits.next.ts";
import { accept } from "#lib/kernel/outcome.ts";

export const GET = endpoint({
  allow: "usage:read",
  handle: async ({ access }) => accept(ok({ data: await readLimits(access) })),
});
