import { listApprovals } from "#lib/execution/list-approvals.ts";
import { answer, ok } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { page } from "#lib/http/cursor.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const GET = endpoint({
  allow: "approval:read",
  ...approvals.list,
  handle: async ({ caller: { workspace, actor }, access, query: { mine, ...query } }) => {
    const asker = { actor, mayDecide: permits(access, "approval:decide") };
    return answer(await listApprovals(runtime(), { workspace, asker, mine: mine === "true", ...query }), (found) => ok(page(found)));
  },
});
