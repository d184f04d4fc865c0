import { reconcile as backstop } from "#lib/execution/reconcile.postgres.ts";
import { settleLostSpend } from "#lib/execution/settle-lost-spend.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";

/** Finds what should move and does not. */
export const reconcile = inngest.createFunction({ id: "reconcile", triggers: [{ cron: "* * * * *" }] }, async ({ step }) =>
  step.run("look", async () => {
    const { settled } = await settleLostSpend(runtime());
    const { found } = await backstop(runtime());
    const told = await runtime().people.auditLog.tellFromLog();
    return { found, settled, told };
  }),
);
