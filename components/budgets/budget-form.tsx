"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import type { KeptBudget } from "#lib/safety/budgets.ts";
import { LimitsForm } from "./limits-form.tsx";

type Named = { id: string; name: string };
type Props = {
  workspaceId: string;
  budget: KeptBudget | undefined;
  budgets: KeptBudget[];
  mayChange: boolean;
  workflows: Named[];
  people: Named[];
  onDone: () => void;
};

const noLimit = { limitMicros: null, limitTokens: null };

/** Money, tokens or both, for one scope and period. The page is read again from where the truth is. */
export function BudgetForm({ workspaceId, budget, budgets, mayChange, workflows, people, onDone }: Props) {
  const router = useRouter();
  const [whose, setWhose] = useState(budget ? `${budget.scope}:${budget.ref}` : "workspace:");
  const [period, setPeriod] = useState<KeptBudget["period"]>(budget?.period ?? "day");
  const [scope = "workspace", ref = ""] = whose.split(/:(.*)/s);
  const found = (name: string) => budgets.find((one) => one.scope === scope && one.ref === name && one.period === period);
  // Without one of its own, the one for each counts.
  const { limitMicros, limitTokens } = budget ?? found(ref) ?? found("*") ?? noLimit;
  const done = () => {
    router.refresh();
    onDone();
  };
  return (
    <LimitsForm
      key={`${whose} ${period}`}
      workspaceId={workspaceId}
      path="/api/budgets"
      before={{ limitMicros, limitTokens }}
      about={{ scope, ref, period }}
      mayChange={mayChange}
      onLeave={onDone}
      onDone={done}
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
    </LimitsForm>
  );
}
