"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Select } from "#components/ui/select.tsx";
import type { KeptBudget } from "#lib/safety/budgets.ts";
import { LimitFields, useLimits } from "./limit-fields.tsx";
import { useBudget } from "./use-budget.ts";

type Named = { id: string; name: string };
type Props = { workspaceId: string; budget: KeptBudget | undefined; workflows: Named[]; people: Named[]; onDone: () => void };

/** Money, tokens or both, for one scope and period. Both left empty lift the budget. */
export function BudgetForm({ workspaceId, budget, workflows, people, onDone }: Props) {
  const { save, isSaving, problem } = useBudget(workspaceId, onDone);
  const [whose, setWhose] = useState(budget ? `${budget.scope}:${budget.ref}` : "workspace:");
  const [period, setPeriod] = useState<KeptBudget["period"]>(budget?.period ?? "day");
  const limits = useLimits(budget);
  const { wrongMoney, wrongTokens, isEmpty } = limits;

  async function submit(): Promise<void> {
    const [scope = "workspace", ref = ""] = whose.split(/:(.*)/s);
    await save({ scope, ref, period, ...limits.limits });
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {!budget && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Whose">
            {(field) => (
              <Select {...field} value={whose} onChange={(event) => setWhose(event.target.value)}>
                <option value="workspace:">The workspace</option>
                <option value="workflow:*">Each workflow</option>
                <option value="user:*">Each person</option>
                {workflows.map(({ id, name }) => (
                  <option key={id} value={`workflow:${id}`}>
                    Workflow: {name}
                  </option>
                ))}
                {people.map(({ id, name }) => (
                  <option key={id} value={`user:${id}`}>
                    Person: {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="For">
            {(field) => (
              <Select {...field} value={period} onChange={(event) => setPeriod(event.target.value === "month" ? "month" : "day")}>
                <option value="day">a day</option>
                <option value="month">a month</option>
              </Select>
            )}
          </Field>
        </div>
      )}
      <LimitFields limits={limits} />
      {problem && <ProblemNote problem={problem} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>Leave it</Button>
        <Button
          type="submit"
          kind={isEmpty && budget ? "grave" : "main"}
          disabled={isSaving || wrongMoney || wrongTokens || (isEmpty && !budget)}
        >
          {isEmpty && budget ? "Lift the budget" : "Save"}
        </Button>
      </div>
    </form>
  );
}
