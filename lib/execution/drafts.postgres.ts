import { z } from "zod";
import { withWorkspace } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { Plan } from "#lib/planner/plan.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { Seal } from "./seal.node.ts";
import type { KeptDraft } from "./start-execution.ts";

const Draft = z.object({ request: z.string(), plan: Plan, planner: z.string(), notes: z.array(z.string()) });

/** Drafts of plans, sealed, for a week. */
export function draftsIn(seal: Seal) {
  return {
    async keepDraft(scope: Workspace, draft: KeptDraft): Promise<string> {
      const id = newId("dft");
      const sealed = seal.seal({ workspaceId: scope.id, executionId: id }, JSON.stringify(draft));
      await withWorkspace(scope.id, async (client) => {
        await client.query("insert into plan_drafts (workspace_id, id, sealed) values ($1, $2, $3)", [scope.id, id, sealed]);
        await client.query("delete from plan_drafts where workspace_id = $1 and created_at < now() - interval '7 days'", [scope.id]);
      });
      return id;
    },
    async draft(scope: Workspace, id: string): Promise<KeptDraft | undefined> {
      const { rows } = await withWorkspace(scope.id, (client) =>
        client.query<{ sealed: Buffer }>("select sealed from plan_drafts where workspace_id = $1 and id = $2", [scope.id, id]),
      );
      const sealed = rows[0]?.sealed;
      return sealed && Draft.parse(JSON.parse(seal.open({ workspaceId: scope.id, executionId: id }, sealed)));
    },
  };
}
