import { ok } from "#lib/http/answer.ts";
import { members } from "#lib/http/contracts/people.ts";
import { page } from "#lib/http/cursor.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "member:read",
  ...members.list,
  handle: async ({ caller: { workspace }, query }) => accept(ok(page(await runtime().people.members.listMembers(workspace, query)))),
});
