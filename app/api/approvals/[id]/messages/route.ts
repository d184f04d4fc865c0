import { writeOnApproval } from "#lib/execution/settle-approval.ts";
import { answer } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { toldBy } from "#lib/http/person.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "approval:discuss",
  ...approvals.say,
  handle: async ({ caller: { workspace, actor }, access, params, body: { text } }) => {
    const written = await writeOnApproval(runtime(), { workspace, actor, ...params, text });
    return answer(await toldBy(access, written, { action: "approval.said", target: params.id }), (said) => ({ status: 201, body: said }));
  },
});
