import { answer } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const DELETE = endpoint({
  allow: "approval:decide",
  ...approvals.endDelegation,
  handle: async ({ access, params }) =>
    answer(await runtime().approvers.endDelegation({ access, ...params, anybodys: permits(access, "approval:govern") })),
});
