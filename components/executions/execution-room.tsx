"use client";

import { memo, type RefObject, useCallback, useRef } from "react";
import { ApprovalCard } from "#components/approvals/approval-card.tsx";
import type { InboxApproval } from "#components/approvals/inbox-approval.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type Approval, type Execution, isOver } from "#lib/execution/state.ts";
import { allowedOnStep } from "#lib/execution/step-actions.ts";
import type { Json } from "#lib/kernel/json.ts";
import type { Details } from "./details.ts";
import { ForecastCard } from "./forecast-card.tsx";
import { RoomHeader } from "./room-header.tsx";
import { isTab, RoomTabs } from "./room-tabs.tsx";
import { isView, StepsWorkbench } from "./steps-workbench.tsx";
import { useClock } from "./use-clock.ts";
import { useDetails } from "./use-details.ts";
import { useExecution } from "./use-execution.ts";
import { useLog } from "./use-log.ts";
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
const sidesOfTheLog = new Set(["steps", "recovery", "gates", "cost", "logs", "audit"]);

export function ExecutionRoom({ workspaceId, id, execution: from, details: fromDetails, waiting, madeAt, may }: RoomProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { execution, link, texts } = useExecution({ workspaceId, id, execution: from });
  const details = useDetails({ workspaceId, id, execution, details: fromDetails });
  const { place, go } = usePlace();
  const { head } = execution;
  const isEnded = isOver(head.status);
  const now = useClock({ from: isEnded && head.endedAt ? Date.parse(head.endedAt) : madeAt, isMoving: !isEnded });
  const [view, tab, selected] = [place.get("view"), place.get("tab"), place.get("step") ?? undefined];
  const isLogWanted = selected !== undefined || view === "waterfall" || (tab !== null && sidesOfTheLog.has(tab));
  const log = useLog({ workspaceId, id, seq: head.seq, isWanted: isLogWanted });
  const select = useCallback((step: string | undefined) => go({ step }), [go]);
  const open = Object.values(execution.approvals).filter(({ status }) => status === "open");
  // What is shown and what is decided are the same: the payload is found by its hash.
  const payloads = new Map(details.approvals.map(({ id: approvalId, payloadHash, payload }) => [`${approvalId} ${payloadHash}`, payload]));
  const keyOf = (approval: { id: string; payloadHash: string }) => `${approval.id} ${approval.payloadHash}`;
  return (
    <>
      <RoomHeader workspaceId={workspaceId} id={id} execution={execution} link={link} mayControl={may.control} heading={heading} />
      {details.forecast && (
        <ForecastCard
          workspaceId={workspaceId}
          id={id}
          forecast={details.forecast}
          isOver={isEnded}
          mayStart={may.start}
          nameOf={(step) => execution.steps[step]?.name || step}
          onSelect={select}
        />
      )}
      <StepsWorkbench
        workspaceId={workspaceId}
        id={id}
        execution={execution}
        texts={texts}
        plan={details.plan}
        against={details.effectiveness}
        log={log}
        now={now}
        view={isView(view) ? view : "checklist"}
        selected={selected}
        onView={(next) => go({ view: next === "checklist" ? undefined : next })}
        onSelect={select}
        mayReport={may.report}
        mayFork={may.start && head.plan !== null}
        actionsOn={(step) => {
          const waitsFor = step.status === "held" ? execution.approvals[step.hold.ref ?? ""] : undefined;
          // What is asked about help has its own card, with the same choices.
          return may.control && waitsFor?.kind !== "intervention" && !isEnded && !head.halting ? allowedOnStep(step, waitsFor) : [];
        }}
        approvalsOf={(step) =>
          open
            .filter((approval) => step === undefined || approval.step === step)
            .map((approval) =>
              // Whole or not at all: a button must not move while somebody reaches for it.
              payloads.has(keyOf(approval)) ? (
                <Held
                  key={approval.id}
                  workspaceId={workspaceId}
                  id={id}
                  approval={approval}
                  payload={payloads.get(keyOf(approval))}
                  known={waiting.find((one) => one.id === approval.id)}
                  mayDecide={may.decide}
                  mayWrite={may.discuss}
                  heading={heading}
                />
              ) : (
                <Skeleton key={approval.id} className="h-120" />
              ),
            )
        }
      />
      <RoomTabs
        workspaceId={workspaceId}
        id={id}
        maySave={may.save}
        mayControl={may.control}
        mayBudget={may.budget}
        execution={execution}
        details={details}
        log={log}
        now={now}
        tab={isTab(tab) ? tab : "summary"}
        onTab={(next) => go({ tab: next === "summary" ? undefined : next })}
        onSelect={select}
      />
    </>
  );
}

type HeldProps = {
  workspaceId: string;
  id: string;
  approval: Approval;
  payload: Json | undefined;
  known: InboxApproval | undefined;
  mayDecide: boolean;
  mayWrite: boolean;
  heading: RefObject<HTMLHeadingElement | null>;
};

/** What waits, drawn again when it changes and not with the clock. */
const Held = memo(function Held({ id, approval, heading, ...rest }: HeldProps) {
  return <ApprovalCard approval={{ ...approval, executionId: id }} onDecided={() => heading.current?.focus()} {...rest} />;
});
