import { decideByLink } from "#lib/execution/decide-by-link.ts";
import { answer, ok } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { openEndpoint } from "#lib/http/endpoint.next.ts";
import { viewerOf } from "#lib/http/person.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = openEndpoint({
  ...approvals.decideByLink,
  handle: async ({ request, body }) => {
    const settled = await decideByLink({ ...runtime(), viewerOf: viewerOf(request) }, body);
    if (settled.ok) {
      const { decided, scope, actor } = settled.value;
      const { decision, note: because = "" } = body;
      await runtime().people.auditLog.note(scope, actor, {
        action: `approval.${decision}`,
        target: decided.approvalId,
        because,
        detail: { by: "link" },
      });
    }
    return answer(settled, ({ decided }) => ok(decided));
  },
});
