import { answer, made, ok } from "#lib/http/answer.ts";
import { workflows } from "#lib/http/contracts/workflows.ts";
import { page } from "#lib/http/cursor.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";
import { saveWorkflow } from "#lib/workflows/workflow.ts";

export const GET = endpoint({
  allow: "workflow:read",
  ...workflows.list,
  handle: async ({ caller: { workspace }, query }) => accept(ok(page(await runtime().workflows.list(workspace, query)))),
});

export const POST = endpoint({
  allow: "workflow:write",
  ...workflows.save,
  handle: async ({ caller, body }) =>
    answer(await saveWorkflow(runtime(), { ...caller, ...body }), (saved) => made(saved, `/api/workflows/${saved.id}`)),
});
