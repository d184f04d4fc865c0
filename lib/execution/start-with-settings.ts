import { type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { type Given, mostAutonomy, within } from "#lib/tenancy/settings.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { takenFrom } from "./apply-settings.ts";
import type { Started } from "./request-execution.ts";
import { type StartCommand, startExecution } from "./start-execution.ts";

/** What the levels around an execution say. */
export type SettingsAround = (
  scope: Workspace,
  workflowId: string | undefined,
) => Promise<{ system: Given; workspace: Given; workflow: Given }>;

type Ask = Omit<StartCommand, "settings"> & {
  settings?: Omit<Given, "autonomy" | "concurrency" | "egressOnly" | "egressNever"> | undefined;
};

/** Starts an execution under the settings of this moment, which its first event keeps. */
export async function startWithSettings(
  deps: Parameters<typeof startExecution>[0] & { settingsAround: SettingsAround },
  { command: { settings, ...command }, ...given }: Omit<Parameters<typeof startExecution>[1], "command"> & { command: Ask },
): Promise<Outcome<Started>> {
  const around = await deps.settingsAround(given.workspace, command.workflowId);
  const { autonomy, concurrency } = command;
  const most = mostAutonomy(around).value;
  if (autonomy !== undefined && within(autonomy, most) !== autonomy)
    return refuse({
      code: "forbidden",
      because: `the workspace lets no execution do more without asking than “${most}”`,
      errors: [{ path: "autonomy", because: `is more than “${most}”` }],
    });
  const taken = takenFrom({ ...around, execution: { ...settings, autonomy, concurrency } });
  return startExecution(deps, {
    ...given,
    command: { ...command, autonomy: taken.autonomy?.value, concurrency: taken.concurrency?.value, settings: taken },
  });
}
