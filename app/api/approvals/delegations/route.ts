import { answer, made, ok } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { untilWhen } from "#lib/http/until.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "approval:read",
  handle: async ({ caller: { workspace } }) => accept(ok({ data: await runtime().approvers.listDelegations(workspace), nextCursor: null })),
});

export const POST = endpoint({
  allow: "approval:decide",
  ...approvals.delegate,
  handle: async ({ access, body }) => {
    const until = untilWhen(body.until);
    if (!until.ok) return until;
    const delegated = await runtime().approvers.delegate({ access, ...body, until: until.value });
    return answer(delegated, (delegation) => made(delegation, `/api/approvals/delegations/${delegation.id}`));
  },
});
