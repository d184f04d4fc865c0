"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { usedOf } from "#lib/safety/budget.ts";
import type { KeptBudget } from "#lib/safety/budgets.ts";
import { BudgetForm } from "./budget-form.tsx";
import { zones } from "./zones.ts";

type Named = { id: string; name: string };
type Props = {
  workspaceId: string;
  budgets: KeptBudget[];
  mayChange: boolean;
  /** Whether one may ask for more. */
  mayAsk: boolean;
  workflows: Named[];
  people: Named[];
};

/** The budgets as they stand, the workspace's first. */
export function BudgetBoard({ workspaceId, budgets, mayChange, mayAsk, workflows, people }: Props) {
  const [edited, setEdited] = useState<KeptBudget | "new">();
  const add = mayChange && (
    <Button kind="main" onClick={() => setEdited("new")}>
      <Plus aria-hidden className="size-4" />
      Set a budget
    </Button>
  );
  return (
    <section className="grid gap-3" aria-label="Budgets">
      {budgets.length === 0 ? (
        <EmptyState title="No budget is set" action={add}>
          Models may be asked without end. A budget refuses the call that it has no room for, before it is made.
        </EmptyState>
      ) : (
        <>
          <ul className="grid gap-3 lg:grid-cols-2">
            {budgets.map((budget) => (
              <li
                key={`${budget.scope}:${budget.ref}:${budget.period}`}
                className="rounded-lg border border-line bg-raised p-4 shadow-card"
              >
                <BudgetCard
                  workspaceId={workspaceId}
                  budget={budget}
                  verb={mayChange ? "Change" : "Ask for more"}
                  onChange={mayChange || mayAsk ? () => setEdited(budget) : undefined}
                />
              </li>
            ))}
          </ul>
          {add && <div>{add}</div>}
        </>
      )}
      <Dialog
        isOpen={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={edited === "new" || !edited ? "Set a budget" : `Change: ${titleOf(edited)}`}
      >
        {edited && (
          <BudgetForm
            workspaceId={workspaceId}
            budget={edited === "new" ? undefined : edited}
            budgets={budgets}
            mayChange={mayChange}
            workflows={workflows}
            people={people}
            onDone={() => setEdited(undefined)}
          />
        )}
      </Dialog>
    </section>
  );
}

const titleOf = ({ name, period }: KeptBudget) => `${name}, a ${period}`;

type CardProps = { workspaceId: string; budget: KeptBudget; verb: string; onChange: (() => void) | undefined };

function BudgetCard({ workspaceId, budget, verb, onChange }: CardProps) {
  const { percent, zone, forecast, resetsAt, changedBy, changedAt, asked } = budget;
  const title = titleOf(budget);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 className="font-medium">
          <bdi>{title}</bdi>
        </h2>
        <Badge tone={zones[zone].tone}>{zones[zone].word}</Badge>
      </div>
      <div aria-hidden className="h-2 overflow-hidden rounded-full bg-sunken">
        <div className={`h-full rounded-full ${zones[zone].bar}`} style={{ inlineSize: `${Math.min(100, percent)}%` }} />
      </div>
      <p className="flex flex-wrap justify-between gap-x-4 text-sm tabular-nums">
        <bdi>{usedOf(budget, budget)}</bdi>
        <bdi className="text-quiet">{percent} %</bdi>
      </p>
      <div className="flex flex-wrap items-end justify-between gap-3 text-sm text-quiet">
        <p className="grid gap-0.5">
          {forecast && (
            <span>
              <bdi>
                At this pace {Math.round(forecast.percent)} % by the end of the {budget.period}
              </bdi>
            </span>
          )}
          <span>
            <bdi>
              Begins anew <Moment at={resetsAt} />
            </bdi>
          </span>
          <span>
            <bdi>
              Set by <bdi>{changedBy}</bdi>, <Moment at={changedAt} />
            </bdi>
          </span>
        </p>
        {asked !== null ? (
          <ButtonLink href={`/${workspaceId}/approvals?view=all`} size="sm">
            More is asked for: see the inbox
          </ButtonLink>
        ) : (
          onChange && (
            <Button size="sm" onClick={onChange} aria-label={`${verb}: ${title}`}>
              {verb}
            </Button>
          )
        )}
      </div>
    </div>
  );
}
