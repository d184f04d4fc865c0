"use client";

import { memo, type RefObject, useCallback, useRef } from "react";
import { ApprovalCard } from "#components/approvals/approval-card.tsx";
import type { InboxApproval } from "#components/approvals/inbox-approval.ts";
import { useApprovalsOf } from "#components/approvals/use-approvals.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type Approval, type Execution, isOver } from "#lib/execution/state.ts";
import { allowedOnStep } from "#lib/execution/step-actions.ts";
import type { Json } from "#lib/kernel/json.ts";
import { AskedThen } from "./asked-then.tsx";
import type { Details } from "./details.ts";
import { ForecastCard } from "./forecast-card.tsx";
import { RoomHeader } from "./room-header.tsx";
import { isTab, RoomTabs } from "./room-tabs.tsx";
import { Scrubber } from "./scrubber.tsx";
import { isView, StepsWorkbench } from "./steps-workbench.tsx";
import type { Texts } from "./texts.ts";
import { useClock } from "./use-clock.ts";
import { useDetails } from "./use-details.ts";
import { useExecution } from "./use-execution.ts";
import { useLog } from "./use-log.ts";
import { useMoment, usePast, usePlanThen } from "./use-past.ts";
import { usePlace } from "./use-place.ts";

export type RoomProps = {
  workspaceId: string;
  id: string;
  execution: Execution;
  details: Details;
  /** What of it waited for a decision when the page was made. */
  waiting: InboxApproval[];
  /** When the page was made, in milliseconds: both sides begin with the same time. */
  madeAt: number;
  may: { start: boolean; control: boolean; decide: boolean; discuss: boolean; save: boolean; budget: boolean; report: boolean };
};

/** These sides know what only the log knows. */
const sidesOfTheLog = new Set(["steps", "recovery", "gates", "cost", "logs", "trace", "audit"]);

export function ExecutionRoom({ workspaceId, id, execution: from, details: fromDetails, waiting, madeAt, may }: RoomProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { execution: live, link, texts, look } = useExecution({ workspaceId, id, execution: from });
  const details = useDetails({ workspaceId, id, execution: live, details: fromDetails });
  const { place, go } = usePlace();
  const { at, choose } = useMoment({ place, go }, live.head.seq);
  const isPast = at !== undefined;
  const isEnded = isOver(live.head.status);
  const clock = useClock({ from: isEnded && live.head.endedAt ? Date.parse(live.head.endedAt) : madeAt, isMoving: !isEnded });
  const [view, tab, selected] = [place.get("view"), place.get("tab"), place.get("step") ?? undefined];
  const isLogWanted = isPast || selected !== undefined || view === "waterfall" || (tab !== null && sidesOfTheLog.has(tab));
  const log = useLog({ workspaceId, id, seq: live.head.seq, isWanted: isLogWanted });
  const past = usePast({ log, at });
  const plan = usePlanThen({
    workspaceId,
    id,
    was: past ? past.execution.head.plan : live.head.plan,
    now: live.head.plan,
    plan: details.plan,
  });
  const execution = past?.execution ?? live;
  const { head } = execution;
  const now = past ? Date.parse(past.last.at) : clock;
  const shown: Details = past ? { ...details, plan, forecast: null, result: head.result && details.result } : details;
  const shownLog = past ? { events: past.events, spans: past.spans, isRead: true } : log;
  const allowed = isPast ? nothingAllowed : may;
  const select = useCallback((step: string | undefined) => go({ step }), [go]);
  const open = Object.values(execution.approvals).filter(({ status }) => status === "open");
  // What is shown and what is decided are the same: the payload is found by its hash.
  const payloads = new Map(details.approvals.map(({ id: approvalId, payloadHash, payload }) => [`${approvalId} ${payloadHash}`, payload]));
  const keyOf = (approval: { id: string; payloadHash: string }) => `${approval.id} ${approval.payloadHash}`;
  const state = open
    .map(({ votes, thread, escalatedAt, ...one }) => [keyOf(one), votes?.length, thread?.length, escalatedAt].join())
    .join();
  const told = new Map(useApprovalsOf({ workspaceId, executionId: id, state, first: waiting }).map((one) => [one.id, one]));
  return (
    <>
      <RoomHeader workspaceId={workspaceId} id={id} execution={execution} link={link} may={allowed} isPast={isPast} heading={heading} />
      <Scrubber last={live.head.seq} at={at} event={past?.last} isOver={isEnded} onMove={choose} />
      {shown.forecast && (
        <ForecastCard
          workspaceId={workspaceId}
          id={id}
          forecast={shown.forecast}
          isOver={isEnded}
          mayStart={allowed.start}
          nameOf={(step) => execution.steps[step]?.name || step}
          onSelect={select}
        />
      )}
      <StepsWorkbench
        workspaceId={workspaceId}
        id={id}
        execution={execution}
        texts={isPast ? noTexts : texts}
        plan={shown.plan}
        against={shown.effectiveness}
        log={shownLog}
        now={now}
        view={isView(view) ? view : "checklist"}
        selected={selected}
        onView={(next) => go({ view: next === "checklist" ? undefined : next })}
        onSelect={select}
        mayReport={allowed.report}
        mayFork={allowed.start && head.plan !== null}
        isPast={isPast}
        actionsOn={(step) => {
          const waitsFor = step.status === "held" ? execution.approvals[step.hold.ref ?? ""] : undefined;
          // What is asked about help has its own card, with the same choices.
          return allowed.control && waitsFor?.kind !== "intervention" && !isEnded && !head.halting ? allowedOnStep(step, waitsFor) : [];
        }}
        approvalsOf={(step) =>
          open
            .filter((approval) => step === undefined || approval.step === step)
            .map((approval) => {
              if (isPast) return <AskedThen key={approval.id} workspaceId={workspaceId} executionId={id} approval={approval} />;
              // Whole or not at all: a button must not move while somebody reaches for it.
              const isWhole = payloads.has(keyOf(approval)) && (!may.decide || told.has(approval.id));
              if (!isWhole) return <Skeleton key={approval.id} className="h-120" />;
              return (
                <Held
                  key={approval.id}
                  workspaceId={workspaceId}
                  id={id}
                  approval={approval}
                  payload={payloads.get(keyOf(approval))}
                  shown={told.get(approval.id)}
                  mayDecide={may.decide}
                  mayWrite={may.discuss}
                  heading={heading}
                />
              );
            })
        }
      />
      <RoomTabs
        workspaceId={workspaceId}
        id={id}
        maySave={allowed.save}
        mayControl={allowed.control}
        mayBudget={allowed.budget}
        execution={execution}
        details={shown}
        log={shownLog}
        now={now}
        tab={isTab(tab) ? tab : "summary"}
        onTab={(next) => go({ tab: next === "summary" ? undefined : next })}
        onSelect={select}
        look={look}
      />
    </>
  );
}

/** Nothing can be done in the past. */
const nothingAllowed: RoomProps["may"] = {
  start: false,
  control: false,
  decide: false,
  discuss: false,
  save: false,
  budget: false,
  report: false,
};
const noTexts: Texts = {};

type HeldProps = {
  workspaceId: string;
  id: string;
  approval: Approval;
  payload: Json | undefined;
  shown: InboxApproval | undefined;
  mayDecide: boolean;
  mayWrite: boolean;
  heading: RefObject<HTMLHeadingElement | null>;
};

/** What waits, drawn again when it changes and not with the clock. */
const Held = memo(function Held({ id, approval, heading, ...rest }: HeldProps) {
  return <ApprovalCard approval={{ ...approval, executionId: id }} onDecided={() => heading.current?.focus()} {...rest} />;
});
