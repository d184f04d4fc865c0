import { answer, ok } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { etagOf } from "#lib/http/revision.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "approval:read",
  handle: async ({ caller: { workspace } }) => {
    const kept = await runtime().approvalRules.readPolicy(workspace);
    return accept({ ...ok(kept), headers: { etag: etagOf(kept.version) } });
  },
});

export const PUT = endpoint({
  allow: "approval:govern",
  ...approvals.policy,
  handle: async ({ access, body: policy, expected }) =>
    answer(await runtime().approvalRules.changePolicy({ access, policy, expected }), (kept) => ({
      ...ok(kept),
      headers: { etag: etagOf(kept.version) },
    })),
});
