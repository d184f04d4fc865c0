"use client";

import { useRef } from "react";
import { ApprovalCard } from "#components/approvals/approval-card.tsx";
import { sentenceOf } from "#lib/execution/sentence.ts";
import { type Execution, isOver } from "#lib/execution/state.ts";
import { ControlBar } from "./control-bar.tsx";
import type { Details } from "./details.ts";
import { ResultView } from "./result-view.tsx";
import { executionLooks } from "./status.ts";
import { StatusMark } from "./status-mark.tsx";
import { StepList } from "./step-list.tsx";
import { useDetails } from "./use-details.ts";
import { type Link, useExecution } from "./use-execution.ts";

export type RoomProps = {
  workspaceId: string;
  id: string;
  execution: Execution;
  details: Details;
  may: { control: boolean; decide: boolean };
};

const linkWords: Record<Link, string | undefined> = {
  connecting: undefined,
  live: undefined,
  over: undefined,
  reconnecting: "The connection was lost. Connecting again…",
  lost: "The connection was closed. Load the page again to go on.",
};

export function ExecutionRoom({ workspaceId, id, execution: from, details: fromDetails, may }: RoomProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { execution, link } = useExecution({ workspaceId, id, execution: from });
  const details = useDetails({ workspaceId, id, execution, details: fromDetails });
  const { head } = execution;
  const open = Object.values(execution.approvals).filter(({ status }) => status === "open");
  const payloads = new Map(details.approvals.map(({ id: approvalId, payload }) => [approvalId, payload]));
  return (
    <>
      <header className="grid gap-3">
        <h1 ref={heading} tabIndex={-1} dir="auto" className="text-2xl font-semibold">
          {head.title}
        </h1>
        <div role="status" className="flex flex-wrap items-center gap-3">
          <StatusMark look={executionLooks[head.status]} />
          <span>{sentenceOf(head) ?? head.because}</span>
        </div>
        {linkWords[link] && <p className="text-tone-wait">{linkWords[link]}</p>}
        {may.control && <ControlBar workspaceId={workspaceId} id={id} head={head} />}
      </header>
      {open.map((approval) => (
        <ApprovalCard
          key={approval.id}
          workspaceId={workspaceId}
          approval={approval}
          payload={payloads.get(approval.id)}
          mayDecide={may.decide}
          onDecided={() => heading.current?.focus()}
        />
      ))}
      <StepList planned={details.plan?.steps ?? []} steps={execution.steps} isOver={isOver(head.status)} />
      {details.result !== null && <ResultView result={details.result} />}
    </>
  );
}
