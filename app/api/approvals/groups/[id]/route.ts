import { answer } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const PUT = endpoint({
  allow: "approval:govern",
  ...approvals.changeGroup,
  handle: async ({ access, params, body }) => answer(await runtime().approvers.saveGroup({ access, ...params, ...body })),
});

export const DELETE = endpoint({
  allow: "approval:govern",
  ...approvals.removeGroup,
  handle: async ({ access, params }) => answer(await runtime().approvers.removeGroup({ access, ...params })),
});
