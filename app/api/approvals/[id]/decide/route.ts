import { settleApproval } from "#lib/execution/settle-approval.ts";
import { answer } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "approval:decide",
  ...approvals.decide,
  handle: async ({ caller, params, body: command }) => answer(await settleApproval(runtime(), { ...caller, ...params, command })),
});
