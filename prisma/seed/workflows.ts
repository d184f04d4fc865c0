import { withWorkspace } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { sealWith } from "#lib/execution/seal.node.ts";
import { draftPlan } from "#lib/planner/draft-plan.ts";
import { lookupIn } from "#lib/planner/lookup.postgres.ts";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import { shippedTools } from "#lib/tools/registry.ts";
import type { Sql } from "#lib/tools/tool.ts";
import { reviseWorkflow, saveWorkflow } from "#lib/workflows/workflow.ts";
import { workflowsIn } from "#lib/workflows/workflows.postgres.ts";

type Kept = { request: string; name: string; description: string; later?: { name: string; because: string } };

const kept: Kept[] = [
  {
    request: "Find the reports of 2025 and write a one-page summary",
    name: "The year's reports on one page",
    description: "What the board reads before it meets",
    later: { name: "Sum them up for the board, on one page", because: "The board wants one page, not two" },
  },
  { request: "What is on my calendar next week?", name: "Next week at a glance", description: "" },
];

type Given = { scope: Workspace; by: Actor; at: Date; timeZone: string };

/** Plans that the demo's people have kept, made as people make them. The key tells a second seed what the first one made. */
export async function seedWorkflows({ scope, by, at, timeZone }: Given): Promise<void> {
  const registry = shippedTools({ egress: egressThrough({ allow: [] }), executionsBetween: async () => [] });
  const sql: Sql = {
    query: (text, values) => withWorkspace(scope.id, async (client) => (await client.query(text, values)).rows),
  };
  const deps = { workflows: workflowsIn(sealWith(env().NEXTAUTH_SECRET ?? "")), registry, audit: async () => {} };
  for (const [index, { request, name, description, later }] of kept.entries()) {
    const key = `seed:workflow:${index}`;
    const [known] = await sql.query("select 1 from idempotency_keys where key = $1", [key]);
    if (known) continue;
    const decision = await draftPlan({ registry, lookup: lookupIn(sql), now: at, timeZone, workspaceLanguage: "en" }, { request });
    const plan = "plan" in decision ? decision.plan : undefined;
    if (!plan) throw new Error(`the seed's workflow ${name} has no plan`);
    const made = await saveWorkflow(deps, {
      workspace: scope,
      actor: by,
      idempotency: { key, fingerprint: "seed" },
      name,
      description,
      plan,
      because: "saved from its card",
    });
    if (!made.ok) throw new Error(`the seed's workflow ${name} is not kept: ${made.refusal.because}`);
    if (!later) continue;
    const steps = plan.steps.map((step, place) => (place === plan.steps.length - 1 ? { ...step, name: later.name } : step));
    await reviseWorkflow(deps, {
      workspace: scope,
      actor: by,
      id: made.value.id,
      expected: 1,
      plan: { ...plan, steps },
      because: later.because,
    });
  }
}
