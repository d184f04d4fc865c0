import { answer, ok } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const DELETE = endpoint({
  allow: "approval:govern",
  ...approvals.removeChannel,
  handle: async ({ access, params }) => answer(await runtime().channels.removeChannel(access, params), ok),
});
