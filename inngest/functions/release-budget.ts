import { releaseBudget } from "#lib/execution/release-budget.ts";
import { runtime } from "#lib/runtime.ts";
import { inngest } from "../client.ts";
import { ApprovalNudge } from "../events.ts";

/** Longer than it takes to write down that a call was refused. */
const againAfter = "20s";

/** What waited for a budget goes on when it was raised; once more a little later, for what was refused just before and held just after. */
export const releaseBudgetOf = inngest.createFunction(
  { id: "release-budget", triggers: [{ event: "budget/raised" }] },
  async ({ event, step }) => {
    const { workspaceId } = ApprovalNudge.parse(event.data);
    const release = () => releaseBudget(runtime(), { id: workspaceId });
    const first = await step.run("release", release);
    await step.sleep("until what was refused is held", againAfter);
    const again = await step.run("release again", release);
    return { released: first.released + again.released };
  },
);
