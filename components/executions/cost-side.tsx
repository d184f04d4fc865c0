"use client";

import { useState } from "react";
import { LimitsForm } from "#components/budgets/limits-form.tsx";
import { zones } from "#components/budgets/zones.ts";
import { took } from "#components/ui/ago.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Budget, ExecutionEvent } from "#lib/execution/events.ts";
import { type Execution, isOver } from "#lib/execution/state.ts";
import { dollars, limitOf, percentOf, type Used, usedOf, zoneOf } from "#lib/safety/budget.ts";
import { PhaseShares, SavedTokens } from "./spared.tsx";

type Props = {
  workspaceId: string;
  id: string;
  execution: Execution;
  events: readonly ExecutionEvent[];
  isRead: boolean;
  mayChange: boolean;
  /** Whether one may ask for more. */
  mayAsk: boolean;
};

/** What the calls that are under way may cost at the most: a step makes one at a time. */
export function reservedIn(events: readonly ExecutionEvent[]): Used {
  const open = new Map<string | null, Used>();
  for (const event of events) {
    if (event.type === "budget.reserved") open.set(event.step, { micros: event.amountMicros, tokens: event.tokens });
    if (event.type === "budget.settled") open.delete(event.step);
  }
  return [...open.values()].reduce((sum, { micros, tokens }) => ({ micros: sum.micros + micros, tokens: sum.tokens + tokens }), {
    micros: 0,
    tokens: 0,
  });
}

/** What it used, what is set aside for calls under way, and its own budget. */
export function CostSide({ workspaceId, id, execution: { head, steps, approvals }, events, isRead, mayChange, mayAsk }: Props) {
  if (!isRead) return <Skeleton className="h-60" />;
  const calls = events.filter((event) => event.type === "budget.settled").length;
  const spent = head.spent ?? { micros: 0, tokens: 0 };
  const reserved = isOver(head.status) ? { micros: 0, tokens: 0 } : reservedIn(events);
  const workMs = Object.values(steps).reduce(
    (sum, { startedAt, endedAt, retryMs }) =>
      startedAt && endedAt ? sum + Math.max(0, Date.parse(endedAt) - Date.parse(startedAt) - retryMs) : sum,
    0,
  );
  const facts: [string, string][] = [
    ["Spent", calls === 0 ? "nothing" : dollars(spent.micros)],
    [
      "Set aside for calls under way",
      reserved.tokens === 0 ? "nothing" : `${dollars(reserved.micros)}, ${reserved.tokens.toLocaleString("en")} tokens`,
    ],
    ["Tokens", calls === 0 ? "none were paid for" : spent.tokens.toLocaleString("en")],
    ["Calls of models", String(calls)],
    ["Time of all steps together", took(workMs)],
  ];
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card className="p-4">
        <dl className="grid gap-2">
          {facts.map(([name, value]) => (
            <div key={name} className="flex justify-between gap-4">
              <dt className="text-quiet">{name}</dt>
              <dd className="text-end tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <OwnBudget
        workspaceId={workspaceId}
        id={id}
        budget={head.budget}
        spent={{ micros: spent.micros + reserved.micros, tokens: spent.tokens + reserved.tokens }}
        isAsked={Object.values(approvals).some(({ status, kind }) => status === "open" && kind === "budget")}
        mayChange={mayChange && !isOver(head.status)}
        mayAsk={mayAsk && !isOver(head.status)}
      />
      <PhaseShares head={head} />
      <SavedTokens events={events} />
    </div>
  );
}

type OwnProps = {
  workspaceId: string;
  id: string;
  budget: Budget | undefined;
  spent: Used;
  /** Somebody asks to raise it. */
  isAsked: boolean;
  mayChange: boolean;
  mayAsk: boolean;
};

function ownVerb(mayChange: boolean, budget: Budget | undefined): string {
  if (!mayChange) return "Ask for more";
  return budget ? "Change its budget" : "Set a budget";
}

function OwnBudget({ workspaceId, id, budget, spent, isAsked, mayChange, mayAsk }: OwnProps) {
  const [isOpen, setOpen] = useState(false);
  const limit = budget && limitOf(budget);
  const percent = limit && percentOf(limit, spent);
  const zone = zones[zoneOf(percent ?? 0)];
  return (
    <Card className="p-4">
      <section aria-labelledby="own-budget" className="grid gap-3">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <h2 id="own-budget" className="text-lg font-medium">
            Its own budget
          </h2>
          {percent !== undefined && <Badge tone={zone.tone}>{zone.word}</Badge>}
        </div>
        {limit && percent !== undefined ? (
          <>
            <div aria-hidden className="h-2 overflow-hidden rounded-full bg-sunken">
              <div className={`h-full rounded-full ${zone.bar}`} style={{ inlineSize: `${Math.min(100, percent)}%` }} />
            </div>
            <p className="flex flex-wrap justify-between gap-x-4 text-sm tabular-nums">
              <bdi>{usedOf(limit, spent)}</bdi>
              <bdi className="text-quiet">{Math.floor(percent * 10) / 10} %</bdi>
            </p>
          </>
        ) : (
          <p className="text-quiet">None was set: only the budgets of the workspace limit it.</p>
        )}
        {isAsked && <p className="text-sm text-quiet">More is asked for: it waits for an approver, above.</p>}
        {!isAsked && (mayChange || (mayAsk && budget)) && (
          <Button className="justify-self-start" size="sm" onClick={() => setOpen(true)}>
            {ownVerb(mayChange, budget)}
          </Button>
        )}
        <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="The budget of this execution">
          {isOpen && (
            <LimitsForm
              workspaceId={workspaceId}
              path={`/api/orchestrate/${id}/budget`}
              before={limit ?? { limitMicros: null, limitTokens: null }}
              mayChange={mayChange}
              onLeave={() => setOpen(false)}
              onDone={() => setOpen(false)}
            >
              <p className="text-quiet">Steps that wait for room go on when there is some.</p>
            </LimitsForm>
          )}
        </Dialog>
      </section>
    </Card>
  );
}
