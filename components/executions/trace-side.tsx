"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { took } from "#components/ui/ago.ts";
import { cn } from "#components/ui/cn.ts";
import { CopyId } from "#components/ui/copy-id.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { ExecutionEvent } from "#lib/execution/events.ts";
import { type TimeScale, timeScale } from "#lib/execution/time-scale.ts";
import { countOf, rowsOf, type Tier, type TraceRow, type TraceSpan, timesOf, traceIdOf, traceOf } from "#lib/execution/trace.ts";
import { TraceDetail } from "./trace-detail.tsx";
import { kindLooks, outcomeLooks } from "./trace-looks.ts";

type Props = { id: string; events: readonly ExecutionEvent[]; isRead: boolean; now: number; onSelect: (step: string) => void };

/** Down to where the tree is unfolded, by the key that does it. */
const depths: [key: string, down: Tier, words: string][] = [
  ["1", "execution", "Phases"],
  ["2", "phase", "Steps"],
  ["3", "step", "Attempts and waits"],
  ["4", "attempt", "Calls"],
];

/** Where the time went, span by span, as the log says it. */
export function TraceSide({ id, events, isRead, now, onSelect }: Props) {
  const root = useMemo(() => traceOf(events), [events]);
  if (!isRead) return <Skeleton className="h-80" />;
  if (!root)
    return (
      <EmptyState title="There is no trace yet">It begins with the first event, and grows with every attempt and every wait.</EmptyState>
    );
  return <Tree {...{ id, root, now, onSelect }} />;
}

const rowPx = 32;

function Tree({ id, root, now, onSelect }: Pick<Props, "id" | "now" | "onSelect"> & { root: TraceSpan }) {
  const [down, setDown] = useState<Tier>("phase");
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(root.key);
  const box = useRef<HTMLDivElement>(null);
  const name = useId();
  const rows = useMemo(() => rowsOf(root, { down, turned }), [root, down, turned]);
  const scale = useMemo(() => timeScale(timesOf(root), { now, squeeze: true }), [root, now]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: 12,
    initialRect: { width: 0, height: 480 },
  });
  const at = Math.max(
    0,
    rows.findIndex(({ span }) => span.key === active),
  );
  const here = rows[at];
  const goTo = (index: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (!row) return;
    setActive(row.span.key);
    virtual.scrollToIndex(rows.indexOf(row));
  };
  const turn = (key: string) => {
    const next = new Set(turned);
    if (!next.delete(key)) next.add(key);
    setTurned(next);
  };
  const unfold = (tier: Tier) => {
    setDown(tier);
    setTurned(new Set());
    // What is folded away is not what is looked at.
    if (!rowsOf(root, { down: tier, turned: new Set() }).some(({ span }) => span.key === active)) setActive(root.key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || !here) return;
    const depth = depths.find(([key]) => key === event.key);
    if (depth) unfold(depth[1]);
    else if (event.key === "Enter" && here.span.step !== null) onSelect(here.span.step);
    else if (!walk(asRead(event), { rows, at, here, goTo, turn })) return;
    event.preventDefault();
  };
  const spans = useMemo(() => countOf(root), [root]);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="flex flex-wrap items-center gap-x-3 text-sm text-quiet">
          <span className="flex items-center gap-1">
            Trace <CopyId id={traceIdOf(id)} label="Copy the trace id" />
          </span>
          <span className="tabular-nums">{spans === 1 ? "1 span" : `${spans.toLocaleString("en")} spans`}</span>
        </p>
        <fieldset className="flex flex-wrap rounded-md border border-line-strong/60 bg-raised p-0.5 text-sm">
          <legend className="sr-only">Unfold down to</legend>
          {depths.map(([key, tier, words]) => (
            <button
              key={key}
              type="button"
              aria-pressed={tier === down}
              aria-keyshortcuts={key}
              onClick={() => unfold(tier)}
              className={cn("min-h-8 rounded-sm px-2.5 text-quiet hover:text-ink", tier === down && "bg-accent-soft text-accent")}
            >
              {words}
            </button>
          ))}
        </fieldset>
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div
          ref={box}
          role="tree"
          tabIndex={0}
          aria-label="Spans"
          aria-activedescendant={`${name}-${here?.span.key}`}
          onKeyDown={onKeyDown}
          className="max-h-120 overflow-auto rounded-lg border border-line bg-raised"
        >
          <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              if (!row) return null;
              const { key } = row.span;
              return (
                <Row
                  key={key}
                  id={`${name}-${key}`}
                  {...{ row, start, scale, now }}
                  isActive={index === at}
                  onChoose={() => setActive(key)}
                  onTurn={() => turn(key)}
                />
              );
            })}
          </div>
        </div>
        {here && <TraceDetail executionId={id} span={here.span} now={now} onSelect={onSelect} />}
      </div>
    </div>
  );
}

/** In a page from right to left the arrows lead in and out the other way. */
function asRead({ key, currentTarget }: KeyboardEvent): string {
  if (getComputedStyle(currentTarget).direction === "ltr") return key;
  return { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" }[key] ?? key;
}

type Walk = { rows: TraceRow[]; at: number; here: TraceRow; goTo: (index: number) => void; turn: (key: string) => void };

/** The keys of a tree: along its rows, and in and out of what lies below one. */
function walk(key: string, { rows, at, here, goTo, turn }: Walk): boolean {
  switch (key) {
    case "ArrowDown":
      goTo(at + 1);
      return true;
    case "ArrowUp":
      goTo(at - 1);
      return true;
    case "Home":
      goTo(0);
      return true;
    case "End":
      goTo(rows.length - 1);
      return true;
    case "ArrowRight":
      if (here.isOpen === false) turn(here.span.key);
      else if (here.isOpen) goTo(at + 1);
      return true;
    case "ArrowLeft":
      if (here.isOpen) turn(here.span.key);
      else goTo(rows.findIndex(({ span }) => span.key === here.parent));
      return true;
    default:
      return false;
  }
}

type RowProps = {
  id: string;
  row: TraceRow;
  start: number;
  scale: TimeScale;
  now: number;
  isActive: boolean;
  onChoose: () => void;
  onTurn: () => void;
};

function Row({ id, row: { span, depth, isOpen, place, of }, start, scale, now, isActive, onChoose, onTurn }: RowProps) {
  const { kind, name, from, to, outcome } = span;
  const { label, bar } = kindLooks[kind];
  const Mark = outcomeLooks[outcome].icon;
  const until = to ?? now;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the tree, which has the focus
    // biome-ignore lint/a11y/useFocusableInteractive: as above: the tree says which of its rows is the active one
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-setsize={of}
      aria-posinset={place}
      aria-selected={isActive}
      {...(isOpen !== undefined && { "aria-expanded": isOpen })}
      onClick={({ target }) => {
        onChoose();
        if (target instanceof Element && target.closest("[data-turn]")) onTurn();
      }}
      className={cn(
        "absolute inset-x-0 grid cursor-pointer grid-cols-[minmax(0,1fr)_4.5rem_22%] items-center gap-3 border-b border-line pe-3 text-sm hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_4.5rem_40%]",
        isActive && "bg-accent-soft hover:bg-accent-soft",
      )}
      style={{ insetBlockStart: start, height: rowPx }}
    >
      <span className="flex min-w-0 items-center gap-1.5" style={{ paddingInlineStart: `${0.25 + depth * 0.875}rem` }}>
        {isOpen === undefined ? (
          <span aria-hidden className="w-6 shrink-0" />
        ) : (
          <span data-turn className="grid size-6 shrink-0 place-items-center rounded-sm hover:bg-line">
            <ChevronRight aria-hidden className={cn("size-3.5 text-quiet", isOpen ? "rotate-90" : "rtl:-scale-x-100")} />
          </span>
        )}
        <span aria-hidden className={cn("size-2.5 shrink-0 rounded-sm", bar)} />
        <bdi className="truncate">{name}</bdi>
        <span className="sr-only">
          {label}, {outcomeLooks[outcome].label}
        </span>
        {Mark && <Mark aria-hidden className={cn("size-3.5 shrink-0", outcomeLooks[outcome].tone)} />}
      </span>
      <span className="text-end text-xs text-quiet tabular-nums">{took(until - from)}</span>
      <span aria-hidden className="relative h-2.5 rounded-sm bg-sunken">
        <span
          className={cn("absolute inset-y-0 min-w-0.5 rounded-xs", bar)}
          style={{ insetInlineStart: `${scale.at(from) * 100}%`, width: `${Math.max(0, scale.at(until) - scale.at(from)) * 100}%` }}
        />
      </span>
    </div>
  );
}
