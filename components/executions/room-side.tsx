"use client";

import { took } from "#components/ui/ago.ts";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { ExecutionEvent } from "#lib/execution/events.ts";
import type { Execution } from "#lib/execution/state.ts";
import { isOver } from "#lib/execution/state.ts";
import type { Json } from "#lib/kernel/json.ts";
import { dollars, limitOf, usedOf } from "#lib/safety/budget.ts";
import { EffectRow } from "./effect-row.tsx";
import { LogList } from "./log-list.tsx";
import { PlanSide } from "./plan-side.tsx";
import { PrettyValue } from "./pretty-value.tsx";
import { RecoveryStory } from "./recovery-story.tsx";
import type { SideProps } from "./room-tabs.tsx";
import { stepRows } from "./step-rows.ts";
import { StepsTable } from "./steps-table.tsx";
import { UndoEffects } from "./undo-effects.tsx";

/** A side of an execution that is not the first to be seen. */
export function RoomSide({ workspaceId, id, maySave, mayControl, tab, execution, details, log, now, onSelect }: SideProps) {
  const { head, steps, messages, context, effects } = execution;
  switch (tab) {
    case "steps":
      return (
        <StepsTable
          rows={stepRows({ planned: details.plan?.steps ?? [], steps, isOver: isOver(head.status), openId: undefined })}
          log={log}
          now={now}
          onSelect={onSelect}
        />
      );
    case "plan":
      return <PlanSide workspaceId={workspaceId} id={id} head={head} maySave={maySave} mayControl={mayControl} />;
    case "messages":
      return <Messages messages={Object.values(messages)} />;
    case "context":
      return <Context entries={Object.values(context)} />;
    case "effects":
      return (
        <div className="grid gap-4">
          {mayControl && isOver(head.status) && Object.values(effects).some(({ status }) => status === "done") && (
            <UndoEffects workspaceId={workspaceId} id={id} />
          )}
          <Effects effects={Object.values(effects)} onSelect={onSelect} />
        </div>
      );
    case "recovery":
      return <RecoveryStory events={log.events} isRead={log.isRead} nameOf={(id) => steps[id]?.name || id} onSelect={onSelect} />;
    case "cost":
      return <Cost execution={execution} events={log.events} />;
    case "logs":
      return <LogList events={log.events} isRead={log.isRead} empty="Nothing has happened yet" onSelect={onSelect} />;
    case "audit":
      return <LogList events={log.events.filter(isActOfSomebody)} isRead={log.isRead} empty="Nobody has acted yet" onSelect={onSelect} />;
  }
}

const isActOfSomebody = (event: ExecutionEvent): boolean => "by" in event && event.by !== undefined;

function Messages({ messages }: { messages: Execution["messages"][string][] }) {
  if (messages.length === 0) return <EmptyState title="No step has said anything to another" />;
  return (
    <ol className="grid gap-3">
      {messages.map(({ id, from, to, text, at }) => (
        <li key={id} className="grid gap-1 rounded-lg border border-line bg-raised p-3">
          <p className="text-sm text-quiet">
            <bdi>{from}</bdi> to <bdi>{to || "everyone"}</bdi>, <Moment at={at} />
          </p>
          <p dir="auto" className="break-words whitespace-pre-wrap">
            {text}
          </p>
        </li>
      ))}
    </ol>
  );
}

function Context({ entries }: { entries: Execution["context"][string][] }) {
  if (entries.length === 0) return <EmptyState title="The steps share nothing beyond their outputs" />;
  return (
    <ul className="grid gap-3">
      {entries.map(({ key, version, value, writer, at }) => (
        <li key={key} className="grid gap-2 rounded-lg border border-line bg-raised p-3">
          <p className="flex flex-wrap items-baseline justify-between gap-2">
            <span className="font-mono text-sm font-medium">{key}</span>
            <span className="text-xs text-quiet">
              version {version}, by <bdi>{writer}</bdi>, <Moment at={at} />
            </span>
          </p>
          <PrettyValue value={value as Json} />
        </li>
      ))}
    </ul>
  );
}

function Effects({ effects, onSelect }: { effects: Execution["effects"][string][]; onSelect: (id: string) => void }) {
  if (effects.length === 0)
    return (
      <EmptyState title="Nothing in the world was changed">What a step writes, sends, spends or deletes stands here first.</EmptyState>
    );
  return (
    <ul className="grid gap-3">
      {effects.map((effect) => (
        <EffectRow key={effect.id} effect={effect} onSelect={onSelect} />
      ))}
    </ul>
  );
}

function Cost({ execution: { head, steps }, events }: { execution: Execution; events: readonly ExecutionEvent[] }) {
  const calls = events.filter((event) => event.type === "budget.settled").length;
  const { micros, tokens } = head.spent ?? { micros: 0, tokens: 0 };
  const workMs = Object.values(steps).reduce(
    (sum, { startedAt, endedAt, retryMs }) =>
      startedAt && endedAt ? sum + Math.max(0, Date.parse(endedAt) - Date.parse(startedAt) - retryMs) : sum,
    0,
  );
  const facts: [string, string][] = [
    ["Spent", calls === 0 ? "nothing" : dollars(micros)],
    ["Budget", head.budget ? usedOf(limitOf(head.budget), { micros, tokens }) : "none was set"],
    ["Tokens", calls === 0 ? "none were paid for" : tokens.toLocaleString("en")],
    ["Calls of models", String(calls)],
    ["Time of all steps together", took(workMs)],
  ];
  return (
    <Card className="p-4">
      <dl className="grid gap-2">
        {facts.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-quiet">{name}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
