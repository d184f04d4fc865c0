import { settleApproval } from "#lib/execution/settle-approval.ts";
import { answer } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { toldBy } from "#lib/http/person.next.ts";
import { causeId } from "#lib/kernel/hash.ts";
import { runtime } from "#lib/runtime.ts";
import { withhold } from "#lib/safety/guardrails/withhold.ts";

export const POST = endpoint({
  allow: "approval:decide",
  ...approvals.decide,
  handle: async ({ caller, access, params, body: command }) => {
    const settled = await settleApproval(runtime(), { ...caller, ...params, command });
    const { decision, note = "", payloadHash } = command;
    const because = withhold(note);
    // Named by its cause: whoever asks again because the answer was lost tells it once.
    const id = causeId("aud", access.workspace.id, params.id, access.actor.id, decision, payloadHash, note);
    return answer(await toldBy(access, settled, { action: `approval.${decision}`, target: params.id, because, id }));
  },
});
