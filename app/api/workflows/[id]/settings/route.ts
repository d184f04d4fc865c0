import { answer, ok } from "#lib/http/answer.ts";
import { settings } from "#lib/http/contracts/settings.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";
import { type Resolved, resolveAll } from "#lib/tenancy/settings.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { readWorkflow } from "#lib/workflows/workflow.ts";

async function settingsOf(workspace: Workspace, id: string): Promise<Outcome<{ data: Resolved[] }>> {
  const workflow = await readWorkflow(runtime(), { workspace, id });
  return workflow.ok ? accept({ data: resolveAll(await runtime().settingsAround(workspace, id)) }) : workflow;
}

export const GET = endpoint({
  allow: "workflow:read",
  ...settings.ofWorkflow,
  handle: async ({ caller: { workspace }, params }) => answer(await settingsOf(workspace, params.id), ok),
});

export const PUT = endpoint({
  allow: "workflow:write",
  ...settings.changeOfWorkflow,
  handle: async ({ access, params, body }) => {
    const known = await settingsOf(access.workspace, params.id);
    if (!known.ok) return known;
    await runtime().people.settings.changeSettings(access, { level: "workflow", id: params.id }, body);
    return answer(await settingsOf(access.workspace, params.id), ok);
  },
});
