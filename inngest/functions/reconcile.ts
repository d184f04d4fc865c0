import { reconcile as backstop } from "#lib/execution/reconcile.postgres.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";

/** Finds what should move and does not. */
export const reconcile = inngest.createFunction({ id: "reconcile", triggers: [{ cron: "* * * * *" }] }, async ({ step }) =>
  step.run("look", () => backstop(runtime())),
);
