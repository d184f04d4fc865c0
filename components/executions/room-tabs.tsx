"use client";

import dynamic from "next/dynamic";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { Execution } from "#lib/execution/state.ts";
import { isOver } from "#lib/execution/state.ts";
import type { Json } from "#lib/kernel/json.ts";
import type { Details } from "./details.ts";
import { ResultView } from "./result-view.tsx";
import type { Log } from "./use-log.ts";

const RoomSide = dynamic(() => import("./room-side.tsx").then((side) => side.RoomSide), { loading: () => <Skeleton className="h-80" /> });

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
  trace: "Trace",
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
  /** Asks for what came after the end. */
  look: () => void;
};

export type SideProps = Omit<Props, "onTab" | "tab"> & { tab: Exclude<Tab, "summary"> };

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

function Side({ tab, ...rest }: Omit<Props, "onTab">) {
  if (tab === "summary") return <Summary execution={rest.execution} result={rest.details.result} />;
  return <RoomSide tab={tab} {...rest} />;
}

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
