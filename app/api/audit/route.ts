import { ok } from "#lib/http/answer.ts";
import { audit } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "audit:read",
  ...audit.list,
  handle: async ({ caller: { workspace }, query: { cursor, ...query } }) => {
    const { data, next } = await runtime().people.auditLog.listAudit(workspace, { ...query, before: cursor });
    return accept(ok({ data, nextCursor: next === null ? null : String(next) }));
  },
});
