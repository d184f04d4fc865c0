import { lookAround as look } from "#lib/execution/look-around.postgres.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";

const everySeconds = 10;
const looksAMinute = 6;

/** The looks of the gates while executions run: one clock for all of them, whose sleeps are kept like any other's. */
export const lookAround = inngest.createFunction(
  { id: "look-around", triggers: [{ cron: "* * * * *" }], singleton: { mode: "skip" } },
  async ({ step }) => {
    let now = await step.run("look 1", () => look(runtime()));
    for (let at = 2; at <= looksAMinute; at++) {
      await step.sleep(`until look ${at}`, `${everySeconds}s`);
      now = await step.run(`look ${at}`, () => look(runtime()));
    }
    return now;
  },
);
