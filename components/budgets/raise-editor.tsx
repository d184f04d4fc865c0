"use client";

import { Button } from "#components/ui/button.tsx";
import { isRaise, limitWords } from "#lib/safety/budget.ts";
import type { Raise } from "#lib/safety/raise.ts";
import { LimitFields, useLimits } from "./limit-fields.tsx";

type Props = { raise: Raise; isBusy: boolean; onApprove: (raise: Raise) => void; onLeave: () => void };

/** An approver answers with limits of their own. */
export function RaiseEditor({ raise, isBusy, onApprove, onLeave }: Props) {
  const limits = useLimits(raise.to);
  const isWrong = limits.wrongMoney || limits.wrongTokens;
  const isMore = !isWrong && isRaise(raise.from, limits.limits);
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isMore) onApprove({ ...raise, to: limits.limits });
      }}
    >
      <LimitFields limits={limits} />
      {!isWrong && !isMore && <p className="text-sm text-tone-failed">It is no more than {limitWords(raise.from)}: reject it instead.</p>}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="main" disabled={isBusy || !isMore}>
          Approve with these limits
        </Button>
        <Button onClick={onLeave}>Leave it as it was</Button>
      </div>
    </form>
  );
}
