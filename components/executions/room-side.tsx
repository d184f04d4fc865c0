"use client";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { ExecutionEvent } from "#lib/execution/events.ts";
import type { Execution } from "#lib/execution/state.ts";
import { isOver } from "#lib/execution/state.ts";
import { CostSide } from "./cost-side.tsx";
import { EffectRow } from "./effect-row.tsx";
import { GatesSide } from "./gates-side.tsx";
import { LogList } from "./log-list.tsx";
import { PlanSide } from "./plan-side.tsx";
import { RecoveryStory } from "./recovery-story.tsx";
import type { SideProps } from "./room-tabs.tsx";
import { SharedContext } from "./shared-context.tsx";
import { stepRows } from "./step-rows.ts";
import { StepsTable } from "./steps-table.tsx";
import { TraceSide } from "./trace-side.tsx";
import { UndoEffects } from "./undo-effects.tsx";
import { withoutPlan } from "./without-plan.ts";

/** A side of an execution that is not the first to be seen. */
export function RoomSide({
  workspaceId,
  id,
  maySave,
  mayControl,
  mayBudget,
  tab,
  execution,
  details,
  log,
  now,
  onSelect,
  look,
}: SideProps) {
  const { head, steps, messages, context, effects } = execution;
  switch (tab) {
    case "steps":
      return (
        <StepsTable
          rows={stepRows({ planned: details.plan?.steps ?? [], steps, isOver: isOver(head.status), openId: undefined })}
          empty={withoutPlan(head)}
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
          {mayControl && isOver(head.status) && (
            <UndoEffects
              workspaceId={workspaceId}
              id={id}
              isOffered={Object.values(effects).some(({ status }) => status === "done")}
              onDone={look}
            />
          )}
          <Effects
            effects={Object.values(effects)}
            onSelect={onSelect}
            sayAt={mayControl && isOver(head.status) ? { workspaceId, executionId: id } : undefined}
          />
        </div>
      );
    case "recovery":
      return <RecoveryStory events={log.events} isRead={log.isRead} nameOf={(id) => steps[id]?.name || id} onSelect={onSelect} />;
    case "gates":
      return <GatesSide events={log.events} isRead={log.isRead} isOver={isOver(head.status)} />;
    case "cost":
      return (
        <CostSide
          workspaceId={workspaceId}
          id={id}
          execution={execution}
          events={log.events}
          isRead={log.isRead}
          mayChange={mayBudget}
          mayAsk={mayControl}
        />
      );
    case "logs":
      return <LogList events={log.events} isRead={log.isRead} empty="Nothing has happened yet" onSelect={onSelect} />;
    case "trace":
      return <TraceSide id={id} events={log.events} isRead={log.isRead} now={now} onSelect={onSelect} />;
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

type EffectsProps = {
  effects: Execution["effects"][string][];
  onSelect: (id: string) => void;
  sayAt: { workspaceId: string; executionId: string } | undefined;
};

function Effects({ effects, onSelect, sayAt }: EffectsProps) {
  if (effects.length === 0)
    return (
      <EmptyState title="Nothing in the world was changed">What a step writes, sends, spends or deletes stands here first.</EmptyState>
    );
  return (
    <ul className="grid gap-3">
      {effects.map((effect) => (
        <EffectRow key={effect.id} effect={effect} onSelect={onSelect} sayAt={sayAt} />
      ))}
    </ul>
  );
}
