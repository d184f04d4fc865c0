import { answer, made, ok } from "#lib/http/answer.ts";
import { approvals } from "#lib/http/contracts/approvals.ts";
import { page } from "#lib/http/cursor.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { untilWhen } from "#lib/http/until.next.ts";
import { accept, refuse } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";

export const GET = endpoint({
  allow: "approval:read",
  ...approvals.listStanding,
  handle: async ({ caller: { workspace }, query }) => accept(ok(page(await runtime().approvalRules.listStanding(workspace, query)))),
});

export const POST = endpoint({
  allow: "approval:govern",
  ...approvals.addStanding,
  handle: async ({ access, body }) => {
    const until = untilWhen(body.until);
    if (!until.ok) return until;
    if (!runtime().registry.get(body.tool)) {
      const because = `there is no tool ${body.tool}`;
      return refuse({ code: "unprocessable", because, errors: [{ path: "tool", because }] });
    }
    const added = await runtime().approvalRules.addStanding({ access, ...body, until: until.value });
    return answer(added, (rule) => made(rule, `/api/approvals/standing/${rule.id}`));
  },
});
