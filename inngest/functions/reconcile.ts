import { lookAround } from "#lib/execution/look-around.postgres.ts";
import { reconcile as backstop } from "#lib/execution/reconcile.postgres.ts";
import { settleLostSpend } from "#lib/execution/settle-lost-spend.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";

/** Finds what should move and does not; sweeps and looks too, where no process lives that does so by itself. */
export const reconcile = inngest.createFunction({ id: "reconcile", triggers: [{ cron: "* * * * *" }] }, async ({ step }) =>
  step.run("look", async () => {
    await runtime().relay.sweep();
    await lookAround(runtime());
    const { settled } = await settleLostSpend(runtime());
    const { found } = await backstop(runtime());
    const told = await runtime().people.auditLog.tellFromLog();
    return { found, settled, told };
  }),
);
