import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Plan } from "#lib/planner/plan.ts";
import { withhold } from "#lib/safety/guardrails/withhold.ts";
import type { Level, Resolved } from "#lib/tenancy/settings.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { settingsOfStep } from "./apply-settings.ts";
import type { ExecutionStore } from "./store.ts";

export type SettingsRead = {
  data: { name: string; value: string | number; from: Level }[];
  steps: { id: string; name: string | null; settings: Resolved[] }[];
};

const mostSteps = 500;

/** What an execution goes by, and each step of its plan, with the level that each value comes from. */
export async function readSettings(
  { store }: { store: ExecutionStore },
  { workspace, id }: { workspace: Workspace; id: string },
): Promise<Outcome<SettingsRead>> {
  const head = (await store.slice(workspace, id, {}))?.execution.head;
  if (!head) return refuse({ code: "not_found", because: "there is no such execution" });
  const ref = head.plan?.ref ?? head.given ?? head.draft?.plan;
  const plan = ref && ((await store.payload(workspace, id, ref.id)) as unknown as Plan | undefined);
  const taken = head.settings;
  const data = (["autonomy", "concurrency"] as const).map((name) => ({
    name,
    value: head[name],
    from: taken?.[name]?.from ?? "execution",
  }));
  const steps = (plan?.steps ?? []).slice(0, mostSteps).map((step) => ({
    id: step.id,
    name: step.name === undefined ? null : withhold(step.name),
    settings: settingsOfStep(step, taken) as Resolved[],
  }));
  return accept({ data, steps });
}
