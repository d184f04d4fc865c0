import { answer, ok } from "#lib/http/answer.ts";
import { workflows } from "#lib/http/contracts/workflows.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { etagOf } from "#lib/http/revision.ts";
import { runtime } from "#lib/runtime.ts";
import { archiveWorkflow, readWorkflow, reviseWorkflow } from "#lib/workflows/workflow.ts";

const withTag = <Known extends { version: number }>(known: Known) => ({ ...ok(known), headers: { etag: etagOf(known.version) } });

export const GET = endpoint({
  allow: "workflow:read",
  ...workflows.read,
  handle: async ({ caller: { workspace }, params }) => answer(await readWorkflow(runtime(), { workspace, ...params }), withTag),
});

export const PUT = endpoint({
  allow: "workflow:write",
  ...workflows.revise,
  handle: async ({ caller, params, body, expected }) =>
    answer(await reviseWorkflow(runtime(), { ...caller, ...params, ...body, expected }), withTag),
});

export const DELETE = endpoint({
  allow: "workflow:write",
  ...workflows.archive,
  handle: async ({ caller, params }) => answer(await archiveWorkflow(runtime(), { ...caller, ...params })),
});
