"use client";

import { ArrowDown } from "lucide-react";
import dynamic from "next/dynamic";
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { cn } from "#components/ui/cn.ts";
import { FermataSign } from "#components/ui/fermata-sign.tsx";
import { readAhead } from "#components/ui/read-ahead.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useIsSeen } from "#components/ui/use-is-seen.ts";
import { type Execution, isOver, type Step } from "#lib/execution/state.ts";
import type { StepAction } from "#lib/execution/step-actions.ts";
import { Checklist } from "./checklist.tsx";
import type { Details, PlannedStep } from "./details.ts";
import { Glance } from "./glance.tsx";
import { stepRows } from "./step-rows.ts";
import type { Texts } from "./texts.ts";
import type { Log } from "./use-log.ts";
import { withoutPlan } from "./without-plan.ts";

const GraphView = dynamic(() => import("./graph-view.tsx").then((graph) => graph.GraphView), {
  ssr: false,
  loading: () => <Skeleton className="m-3 h-130" />,
});

// What is looked at first is a list: the rest is read when somebody asks for it, or has nothing to wait for.
const readInspector = () => import("./step-inspector.tsx");
const StepInspector = dynamic(() => readInspector().then((inspector) => inspector.StepInspector), {
  loading: () => <Skeleton className="m-4 h-80" />,
});
const Waterfall = dynamic(() => import("./waterfall.tsx").then((waterfall) => waterfall.Waterfall), {
  loading: () => <Skeleton className="m-3 h-40" />,
});

const ProposalCard = dynamic(() => import("./proposal-card.tsx").then((proposal) => proposal.ProposalCard), {
  loading: () => <Skeleton className="h-48" />,
});
const none: PlannedStep[] = [];

const views = { checklist: "Checklist", graph: "Graph", waterfall: "Waterfall" } as const;
export type View = keyof typeof views;
export const isView = (word: string | null): word is View => word !== null && Object.hasOwn(views, word);

type Props = {
  workspaceId: string;
  id: string;
  execution: Execution;
  texts: Texts;
  plan: Details["plan"];
  against: Details["effectiveness"];
  log: Log;
  now: number;
  view: View;
  selected: string | undefined;
  onView: (view: View) => void;
  onSelect: (id: string | undefined) => void;
  /** What waits for a decision: all of it, or only that of one step. */
  approvalsOf: (step: string | undefined) => ReactNode;
  /** What this person may do with a step that waits. */
  actionsOn: (step: Step) => StepAction[];
  /** Whether they may begin another execution from a step of this one. */
  mayFork: boolean;
  /** It is shown as it stood once. */
  isPast: boolean;
  /** Whether they may say of what a guardrail objected to that it is none. */
  mayReport: boolean;
};

/** The steps, seen in three ways with one selection, and beside them all that is known of the chosen one. */
export function StepsWorkbench({
  workspaceId,
  id,
  execution,
  texts,
  plan,
  against,
  log,
  now,
  view,
  selected,
  onView,
  onSelect,
  approvalsOf,
  actionsOn,
  mayFork,
  isPast,
  mayReport,
}: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const planned = plan?.steps ?? none;
  const { steps, head } = execution;
  // The same rows while only the clock moves on.
  const rows = useMemo(
    () => stepRows({ planned, steps, isOver: isOver(head.status), openId: selected }),
    [planned, steps, head.status, selected],
  );
  const at = rows.findIndex((row) => row.id === selected);
  const row = rows[at];
  const isHeld = head.openApprovals > 0;
  const { proposed } = head;
  // On a phone what waited already stands above the list; what comes later is told at the foot, and moves nothing.
  const [isAbove] = useState(isHeld);
  const pane = useRef<HTMLDivElement>(null);
  const isPaneSeen = useIsSeen(pane);

  useEffect(() => readAhead(readInspector), []);

  const focusRow = (rowId: string) => focusSoon(frame, `[data-row="${CSS.escape(rowId)}"]`);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && selected !== undefined) {
      onSelect(undefined);
      focusRow(selected);
      return event.preventDefault();
    }
    const isWalking = event.target instanceof Element && event.target.closest("[data-walk]") !== null;
    const next = isWalking ? placeAfter(event.key, at, rows.length) : undefined;
    const target = next === undefined ? undefined : rows[next];
    if (!target) return;
    event.preventDefault();
    onSelect(target.id);
    focusRow(target.id);
  };

  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: the keys belong to the rows inside, which are buttons
    // biome-ignore lint/a11y/noStaticElementInteractions: as above
    <div ref={frame} onKeyDown={onKeyDown}>
      <section aria-labelledby="steps" className="grid gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 id="steps" className="text-xl font-medium">
            Steps
          </h2>
          <fieldset className="flex rounded-md border border-line-strong/60 bg-raised p-0.5 text-sm">
            <legend className="sr-only">View</legend>
            {(Object.entries(views) as [View, string][]).map(([key, title]) => (
              <button
                key={key}
                type="button"
                aria-pressed={key === view}
                onClick={() => onView(key)}
                className={cn(
                  "min-h-8 rounded-sm px-3 font-medium text-quiet hover:text-ink",
                  key === view && "bg-accent-soft text-accent",
                )}
              >
                {title}
              </button>
            ))}
          </fieldset>
        </div>
        <div className="grid content-start items-start gap-4 max-lg:min-h-[70dvh] lg:grid-cols-[minmax(0,1fr)_27rem]">
          <Card data-walk className="min-w-0 overflow-hidden">
            {view === "checklist" && (
              <Checklist rows={rows} texts={texts} empty={withoutPlan(head)} selected={selected} onSelect={onSelect} />
            )}
            {view === "waterfall" && <Waterfall rows={rows} selected={selected} onSelect={onSelect} log={log} now={now} />}
            {view === "graph" &&
              (plan ? (
                <GraphView plan={plan} rows={rows} selected={selected} onSelect={onSelect} />
              ) : (
                <p className="p-4 text-quiet">{withoutPlan(head)}</p>
              ))}
          </Card>
          {/* Of one height on a wide screen: what comes to be decided takes the place of the glance and moves nothing else. */}
          <div
            ref={pane}
            className={cn(
              "grid min-w-0 content-start gap-4 max-lg:scroll-mt-20 relative lg:h-150 lg:overflow-y-auto",
              isAbove && "max-lg:-order-1",
            )}
          >
            {approvalsOf(row?.id)}
            {proposed !== undefined && !row && !isPast && <ProposalCard workspaceId={workspaceId} id={id} proposed={proposed} />}
            <Card
              className={cn(
                "min-w-0",
                isHeld && !row && "hidden",
                // On a phone it stands below the list, and comes with it.
                !plan && !row && "max-lg:hidden",
                // On a phone it stands over the list, so that the list does not move under the finger.
                row &&
                  "max-lg:fixed max-lg:z-15 max-lg:inset-x-2 max-lg:bottom-18 max-lg:max-h-[62dvh] max-lg:overflow-y-auto max-lg:shadow-float",
              )}
            >
              {row ? (
                <StepInspector
                  key={row.id}
                  workspaceId={workspaceId}
                  executionId={id}
                  row={row}
                  text={row.status === "running" ? texts[row.id] : undefined}
                  planned={planned.find((step) => step.id === row.id)}
                  effects={Object.values(execution.effects).filter(({ step }) => step === row.id)}
                  decided={Object.values(execution.approvals).filter(({ step }) => step === row.id)}
                  log={log}
                  now={now}
                  choices={row.step ? actionsOn(row.step) : []}
                  forkOf={head.fork?.of}
                  mayReport={mayReport}
                  fork={mayFork ? forkOf(execution.head) : undefined}
                  onSelect={onSelect}
                  onClose={() => {
                    onSelect(undefined);
                    focusRow(row.id);
                  }}
                />
              ) : (
                <Glance execution={execution} against={against} now={now} />
              )}
            </Card>
          </div>
        </div>
      </section>
      {(isHeld || proposed !== undefined) && !isPast && !isPaneSeen && !row && (
        <button
          type="button"
          onClick={() => pane.current?.scrollIntoView({ block: "start" })}
          className="fixed inset-x-2 bottom-18 z-15 flex min-h-12 items-center gap-3 rounded-lg border border-tone-wait bg-raised px-4 text-start font-medium shadow-float lg:hidden"
        >
          <FermataSign className="size-6 shrink-0 text-tone-wait" />
          <span className="grow">{isHeld ? "It waits for a decision" : "Another plan is proposed"}</span>
          <ArrowDown aria-hidden className="size-4 text-quiet" />
        </button>
      )}
    </div>
  );
}

const forkOf = ({ simulated, status }: Execution["head"]) => ({
  isSimulated: simulated === true,
  mayUndo: !simulated && isOver(status),
});

const framesAtMost = 60;

/** A row may have to be scrolled into the page before it can take the focus: it is looked for again in the frames that follow. */
function focusSoon(within: RefObject<HTMLElement | null>, what: string, frames = framesAtMost): void {
  requestAnimationFrame(() => {
    const found = within.current?.querySelector<HTMLElement>(what);
    if (found) found.focus({ preventScroll: true });
    else if (frames > 0) focusSoon(within, what, frames - 1);
  });
}

/** Where the arrows lead; nothing chosen yet, they lead to the first. */
function placeAfter(key: string, at: number, count: number): number | undefined {
  if (key === "ArrowDown" || key === "ArrowRight") return Math.min(count - 1, at + 1);
  if (key === "ArrowUp" || key === "ArrowLeft") return Math.max(0, at - 1);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}
