"use client";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { ExecutionEvent } from "#lib/execution/events.ts";
import type { Execution } from "#lib/execution/state.ts";
import { isOver } from "#lib/execution/state.ts";
import type { Json } from "#lib/kernel/json.ts";
import { CostSide } from "./cost-side.tsx";
import type { Details } from "./details.ts";
import { EffectRow } from "./effect-row.tsx";
import { GatesSide } from "./gates-side.tsx";
import { LogList } from "./log-list.tsx";
import { PlanSide } from "./plan-side.tsx";
import { RecoveryStory } from "./recovery-story.tsx";
import { ResultView } from "./result-view.tsx";
import { SharedContext } from "./shared-context.tsx";
import { stepRows } from "./step-rows.ts";
import { StepsTable } from "./steps-table.tsx";
import { UndoEffects } from "./undo-effects.tsx";
import type { Log } from "./use-log.ts";

const titles = {
  summary: "Summary",
  steps: "Steps",
  plan: "Plan",
  messages: "Messages",
  context: "Context",
  effects: "Effects",
  recovery: "Recovery",
  gates: "Gates",
  cost: "Cost",
  logs: "Logs",
  audit: "Audit",
} as const;
export type Tab = keyof typeof titles;
export const isTab = (word: string | null): word is Tab => word !== null && Object.hasOwn(titles, word);

type Props = {
  workspaceId: string;
  id: string;
  maySave: boolean;
  mayControl: boolean;
  mayBudget: boolean;
  execution: Execution;
  details: Details;
  log: Log;
  now: number;
  tab: Tab;
  onTab: (tab: Tab) => void;
  onSelect: (id: string) => void;
};

/** The sides of an execution. */
export function RoomTabs({ tab, onTab, ...rest }: Props) {
  const counts: Partial<Record<Tab, number>> = {
    messages: Object.keys(rest.execution.messages).length,
    context: Object.keys(rest.execution.context).length,
    effects: Object.keys(rest.execution.effects).length,
  };
  const tabs = (Object.keys(titles) as Tab[]).map((key) => ({
    key,
    title: (
      <>
        {titles[key]}
        {counts[key] ? <span className="rounded-full bg-sunken px-1.5 text-xs tabular-nums">{counts[key]}</span> : null}
      </>
    ),
    panel: key === tab ? <Side tab={tab} {...rest} /> : null,
  }));
  return <Tabs label="Sides of the execution" tabs={tabs} selected={tab} onSelect={onTab} />;
}

function Side({ workspaceId, id, maySave, mayControl, mayBudget, tab, execution, details, log, now, onSelect }: Omit<Props, "onTab">) {
  const { head, steps, messages, context, effects } = execution;
  switch (tab) {
    case "summary":
      return <Summary execution={execution} result={details.result} />;
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
      return (
        <SharedContext
          workspaceId={workspaceId}
          id={id}
          entries={Object.values(context)}
          mayEdit={mayControl && head.status === "paused"}
        />
      );
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
    case "gates":
      return <GatesSide events={log.events} isRead={log.isRead} isOver={isOver(head.status)} />;
    case "cost":
      return (
        <CostSide workspaceId={workspaceId} id={id} execution={execution} events={log.events} isRead={log.isRead} mayChange={mayBudget} />
      );
    case "logs":
      return <LogList events={log.events} isRead={log.isRead} empty="Nothing has happened yet" onSelect={onSelect} />;
    case "audit":
      return <LogList events={log.events.filter(isActOfSomebody)} isRead={log.isRead} empty="Nobody has acted yet" onSelect={onSelect} />;
  }
}

const isActOfSomebody = (event: ExecutionEvent): boolean => "by" in event && event.by !== undefined;

function Summary({ execution: { head }, result }: { execution: Execution; result: Json }) {
  const notes = head.plan?.notes ?? [];
  return (
    <div className="grid gap-6">
      {result !== null && <ResultView result={result} />}
      {result === null && (
        <EmptyState title={isOver(head.status) ? "It ended without a result" : "There is no result yet"}>
          {isOver(head.status) ? head.because : "It is put together when the last step is settled."}
        </EmptyState>
      )}
      {notes.length > 0 && (
        <section aria-labelledby="planner-says" className="grid gap-2">
          <h2 id="planner-says" className="text-lg font-medium">
            What the planner says
          </h2>
          <ul className="grid list-disc gap-1 ps-5 text-quiet">
            {notes.map((line) => (
              <li key={line} dir="auto">
                {line}
              </li>
            ))}
          </ul>
        </section>
      )}
      {head.request !== undefined && head.request !== head.title && (
        <section aria-labelledby="request-words" className="grid gap-2">
          <h2 id="request-words" className="text-lg font-medium">
            The whole request
          </h2>
          <p dir="auto" className="break-words whitespace-pre-wrap">
            {head.request}
          </p>
        </section>
      )}
    </div>
  );
}

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
