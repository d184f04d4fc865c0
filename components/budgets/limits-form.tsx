"use client";

import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { Field, Textarea } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { isRaise, isSameLimit, type Limit, limitWords } from "#lib/safety/budget.ts";
import { LimitFields, useLimits } from "./limit-fields.tsx";
import { useBudget } from "./use-budget.ts";

type Props = {
  workspaceId: string;
  path: string;
  before: Limit;
  /** What names the budget, beside its limits. */
  about?: Record<string, unknown>;
  /** Whether one may set it; who may not asks for more. */
  mayChange: boolean;
  children?: ReactNode;
  onLeave: () => void;
  onDone: () => void;
};

/** The limits of one budget. A lower one holds at once; a higher one is asked for, and says so before it is sent. */
export function LimitsForm({ workspaceId, path, before, about = {}, mayChange, children, onLeave, onDone }: Props) {
  const { save, isSaving, isAsked, problem } = useBudget({ workspaceId, path, before, onDone });
  const limits = useLimits(before);
  const [because, say] = useState("");
  const isWrong = limits.wrongMoney || limits.wrongTokens;
  const mustAsk = !isWrong && isRaise(before, limits.limits);
  if (isAsked)
    return (
      <div className="grid gap-4">
        <p role="status">
          It was asked for, and waits in the inbox for somebody who may set budgets. Until then it is {limitWords(before)}.
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          <ButtonLink href={`/${workspaceId}/approvals`}>To the inbox</ButtonLink>
          <Button kind="main" onClick={onDone}>
            Close
          </Button>
        </div>
      </div>
    );
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save({ ...about, ...limits.limits }, because.trim());
      }}
    >
      {children}
      <LimitFields limits={limits} />
      {mustAsk && (
        <Field label="Why it is needed" hint={`More than ${limitWords(before)} is asked for: somebody who may set budgets decides.`}>
          {(field) => (
            <Textarea {...field} rows={2} maxLength={400} dir="auto" value={because} onChange={({ target }) => say(target.value)} />
          )}
        </Field>
      )}
      {!mustAsk && !mayChange && !isWrong && (
        <p className="text-sm text-quiet">Write a higher limit, or leave one empty to ask to lift it.</p>
      )}
      {problem && <ProblemNote problem={problem} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onLeave}>Leave it</Button>
        <Button type="submit" kind="main" disabled={isSaving || isWrong || isSameLimit(before, limits.limits) || (!mustAsk && !mayChange)}>
          {mustAsk ? "Ask for it" : "Save"}
        </Button>
      </div>
    </form>
  );
}
