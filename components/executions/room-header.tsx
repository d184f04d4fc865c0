"use client";

import Link from "next/link";
import { memo, type RefObject } from "react";
import { cn } from "#components/ui/cn.ts";
import { CopyId } from "#components/ui/copy-id.tsx";
import { useTimes } from "#components/ui/use-times.tsx";
import type { Execution } from "#lib/execution/state.ts";
import { type ExecutionStatus, isHeld } from "#lib/execution/state.ts";
import { ControlBar } from "./control-bar.tsx";
import { DryRunMark } from "./dry-run-mark.tsx";
import { headline, percentDone } from "./headline.ts";
import { ShareMenu } from "./share-menu.tsx";
import { lookOf } from "./status.ts";
import { StatusMark } from "./status-mark.tsx";
import type { Link as Connection } from "./use-execution.ts";

const linkWords: Record<Connection, string | undefined> = {
  connecting: undefined,
  live: undefined,
  over: undefined,
  reconnecting: "The connection was lost. Connecting again…",
  lost: "The connection was closed. Load the page again to go on.",
};

const barTones: Partial<Record<ExecutionStatus, string>> = {
  completed: "bg-tone-done",
  failed: "bg-tone-failed",
  cancelled: "bg-line-strong",
};

type Props = {
  workspaceId: string;
  id: string;
  execution: Execution;
  link: Connection;
  may: { control: boolean; start: boolean };
  /** It is shown as it stood once. */
  isPast: boolean;
  heading: RefObject<HTMLHeadingElement | null>;
};

/** What it is, where it stands and what it waits for, in a sentence; and what can be done about it. */
export const RoomHeader = memo(function RoomHeader({ workspaceId, id, execution, link, may, isPast, heading }: Props) {
  const { head } = execution;
  const percent = percentDone(head);
  const words = headline(execution, useTimes());
  return (
    <header className="grid gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 lg:flex-nowrap">
        <div className="grid min-w-0 grow basis-96 grid-cols-[minmax(0,1fr)] gap-1.5">
          <h1 ref={heading} tabIndex={-1} dir="auto" className="text-2xl font-medium break-words outline-none">
            {head.title}
          </h1>
          <div role="status" className="flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1 lg:flex-nowrap">
            <span className="flex shrink-0 flex-wrap items-center gap-2 max-lg:w-full lg:min-w-24">
              <StatusMark look={lookOf({ status: head.status, held: isHeld(head) })} />
              {head.simulated && <DryRunMark />}
            </span>
            {/* Two lines on a phone, whatever it says, and one elsewhere: a sentence that grows moves nothing. */}
            <span dir="auto" title={words} className="min-w-0 max-lg:min-h-12 lg:truncate">
              {words}
            </span>
          </div>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <CopyId id={id} />
            {head.proposed !== undefined && (
              <span className="text-sm text-quiet">
                <Link href={`/${workspaceId}/executions/${head.proposed}`} className="underline">
                  Another plan is proposed
                </Link>
                ,{" "}
                <Link href={`/${workspaceId}/executions/${id}/compare?with=${head.proposed}`} className="underline">
                  compare
                </Link>
              </span>
            )}
            {head.fork && (
              <span className="text-sm text-quiet">
                {head.fork.from === undefined ? "The plan of " : "A fork of "}
                <Link href={`/${workspaceId}/executions/${head.fork.of}`} className="underline">
                  another execution
                </Link>
                ,{" "}
                <Link href={`/${workspaceId}/executions/${head.fork.of}/compare?with=${id}`} className="underline">
                  compare
                </Link>
              </span>
            )}
          </div>
        </div>
        <div className="flex flex-wrap items-start justify-end gap-2 max-lg:w-full lg:min-h-17 lg:min-w-76 lg:shrink-0 lg:flex-nowrap">
          {isPast && <p className="flex min-h-10 items-center text-sm font-medium text-accent">As it was: nothing can be done here</p>}
          {!isPast && <ControlBar workspaceId={workspaceId} id={id} head={head} may={may} />}
          <ShareMenu workspaceId={workspaceId} id={id} request={head.request} />
        </div>
      </div>
      {linkWords[link] && <p className="text-tone-wait">{linkWords[link]}</p>}
      {/* There from the first moment to the last, so that nothing below it moves. */}
      <div className="flex items-center gap-3 text-sm text-quiet tabular-nums">
        <div
          role="progressbar"
          aria-label="Steps settled"
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
          className="h-1.5 grow overflow-hidden rounded-full bg-sunken"
        >
          <div
            className={cn("h-full rounded-full transition-[width] duration-300", barTones[head.status] ?? "bg-tone-work")}
            style={{ width: `${percent}%` }}
          />
        </div>
        <span className="min-w-10 text-end">{percent}%</span>
      </div>
    </header>
  );
});
