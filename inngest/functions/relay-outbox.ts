import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";

/** What an append wrote and no process sent: the sweep of every second does this too; this runs where no worker does. */
export const relayOutbox = inngest.createFunction({ id: "relay-outbox", triggers: [{ cron: "* * * * *" }] }, async ({ step }) =>
  step.run("sweep", () => runtime().relay.sweep()),
);
