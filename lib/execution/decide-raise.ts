import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { isSameLimit, limitOf, limitWords } from "#lib/safety/budget.ts";
import type { Raise } from "#lib/safety/raise.ts";
import type { Budget, By, Fact } from "./events.ts";
import { raisedNudge } from "./nudges.ts";
import { type Decision, nothing, type Slice } from "./slice.ts";
import { type Approval, type Head, raiseTrigger } from "./state.ts";

const noLimit = { limitMicros: null, limitTokens: null };

/** The limits of an execution's own budget. */
export const ownLimit = ({ budget }: Pick<Head, "budget">) => (budget ? limitOf(budget) : noLimit);

export const budgetOf = ({ limitMicros, limitTokens }: Raise["to"]): Budget => ({
  ...(limitMicros !== null && { limitMicros }),
  ...(limitTokens !== null && { limitTokens }),
  currency: "USD",
});

/** What was shown as the budget before has to be the budget still. Those of the workspace are held against their row, in the same transaction. */
export function isAsShown({ execution: { head } }: Slice, raise: Raise | undefined): Outcome<undefined> {
  if (!raise) return refuse({ code: "unprocessable", because: "what was asked for was erased" });
  const now = ownLimit(head);
  if (raise.scope !== "execution" || isSameLimit(now, raise.from)) return accept(undefined);
  const because = `the budget is ${limitWords(now)} by now, and this was asked about ${limitWords(raise.from)}: reject it, and ask again`;
  return refuse({ code: "changed", because });
}

type Decided = { approval: Approval; raise: Raise | undefined; decision: "approve" | "reject" | "edit"; by: By; note?: string | undefined };

/** What follows a decision about a budget. An execution that is nothing but the question ends with its answer. */
export function decideRaised({ execution: { head } }: Slice, { approval, raise, decision, by, note }: Decided): Decision<undefined> {
  const isOnlyAsked = head.trigger === raiseTrigger;
  if (decision === "reject" || !raise) {
    const because = `rejected by ${by.name}${note ? `: ${note}` : ""}`;
    return isOnlyAsked ? { facts: [ended(because, by)], answer: undefined } : nothing(undefined);
  }
  const changed: Fact =
    raise.scope === "execution"
      ? {
          type: "budget.changed",
          step: null,
          status: head.status,
          message: `Its budget is ${limitWords(raise.to)} now, approved by ${by.name}`,
          budget: budgetOf(raise.to),
          by,
        }
      : {
          type: "execution.completed",
          step: null,
          status: "completed",
          message: `Done: ${limitWords(raise.to)} now`,
          result: null,
          degraded: false,
          missing: [],
        };
  return { facts: [changed], nudges: [raisedNudge(head.id, approval.id)], answer: undefined };
}

/** Nobody answered in time: the budget stays as it is. */
export const unanswered = ({ execution: { head } }: Slice): Decision<undefined> =>
  head.trigger === raiseTrigger ? { facts: [ended("nobody decided about the budget in time")], answer: undefined } : nothing(undefined);

const ended = (because: string, by?: By): Fact => ({
  type: "execution.cancelled",
  step: null,
  status: "cancelled",
  message: `Cancelled: ${because}`,
  because,
  ...(by && { by }),
});
