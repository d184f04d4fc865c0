"use client";

import { useMemo, useState } from "react";
import { took } from "#components/ui/ago.ts";
import { cn } from "#components/ui/cn.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type Span, timeKinds } from "#lib/execution/spans.ts";
import { type TimeScale, timeScale } from "#lib/execution/time-scale.ts";
import type { ListProps } from "./checklist.tsx";
import { spanLooks } from "./span-looks.ts";
import { stepLooks } from "./status.ts";
import type { StepRow } from "./step-rows.ts";
import type { Log } from "./use-log.ts";
import { useRowList } from "./use-row-list.ts";

const rowPx = 34;
const none: Span[] = [];

/** When each step waited for a worker, worked, waited for people, and tried again. */
export function Waterfall({ rows, selected, onSelect, log, now }: ListProps & { log: Log; now: number }) {
  const [isTrue, setTrue] = useState(false);
  const { box, items, height } = useRowList({ rows, selected, rowPx });
  const all = useMemo(() => Object.values(log.spans).flat(), [log.spans]);
  const scale = timeScale(all, { now, squeeze: !isTrue });
  if (!log.isRead) return <WaterfallSkeleton />;
  if (all.length === 0) return <p className="p-4 text-quiet">No step has begun yet.</p>;
  return (
    <div className="grid">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-3 py-2 text-xs">
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {[...timeKinds, ...(all.some(({ kind }) => kind === "reused") ? (["reused"] as const) : [])].map((kind) => (
            <li key={kind} className="flex items-center gap-1.5">
              <span aria-hidden className={cn("size-2.5 rounded-sm", spanLooks[kind].bar)} />
              {spanLooks[kind].label}
            </li>
          ))}
        </ul>
        <label className="flex items-center gap-1.5">
          <input type="checkbox" checked={isTrue} onChange={({ target }) => setTrue(target.checked)} />
          True scale
        </label>
      </div>
      <div ref={box} className="max-h-119 overflow-y-auto overscroll-contain">
        <ul className="relative" style={{ height }}>
          {items.map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <li key={row.id} className="absolute inset-x-0" style={{ insetBlockStart: start, height: rowPx }}>
                <Bar
                  row={row}
                  spans={log.spans[row.id] ?? none}
                  scale={scale}
                  now={now}
                  isSelected={row.id === selected}
                  onSelect={onSelect}
                />
              </li>
            );
          })}
        </ul>
      </div>
      <p className="flex justify-between gap-4 border-t border-line px-3 py-2 text-xs text-quiet tabular-nums">
        <span>{scale.isSqueezed ? "Stretches in which nothing worked are drawn short" : "Every second is as wide as every other"}</span>
        <span>{took(scale.to - scale.from)} in all</span>
      </p>
    </div>
  );
}

type BarProps = { row: StepRow; spans: Span[]; scale: TimeScale; now: number; isSelected: boolean; onSelect: (id: string) => void };

function Bar({ row, spans, scale, now, isSelected, onSelect }: BarProps) {
  const { label, icon: Icon, tone } = stepLooks[row.status];
  return (
    <button
      type="button"
      tabIndex={isSelected ? 0 : -1}
      aria-pressed={isSelected}
      onClick={() => onSelect(row.id)}
      className={cn(
        "grid size-full grid-cols-[minmax(7rem,13rem)_1fr] items-center gap-3 px-3 text-start text-sm -outline-offset-2 hover:bg-sunken",
        isSelected && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      <span className={cn("flex min-w-0 items-center gap-2", row.depth === 1 && "ps-4")}>
        <Icon aria-hidden className={cn("size-3.5 shrink-0", tone)} />
        <bdi className="truncate">{row.name}</bdi>
        <span className="sr-only">{label}</span>
      </span>
      <span className="relative h-3.5 rounded-sm bg-sunken">
        {spans.map(({ kind, from, to }) => (
          <span
            key={`${kind}${from}`}
            title={kind === "reused" ? spanLooks[kind].label : `${spanLooks[kind].label}: ${took((to ?? now) - from)}`}
            className={cn("absolute inset-y-0 rounded-xs", kind === "reused" ? "min-w-2" : "min-w-0.5", spanLooks[kind].bar)}
            style={{
              insetInlineStart: `${scale.at(from) * 100}%`,
              width: `${Math.max(0, scale.at(to ?? now) - scale.at(from)) * 100}%`,
            }}
          />
        ))}
        <span className="sr-only">
          {spans
            .map(({ kind, from, to }) =>
              kind === "reused" ? spanLooks[kind].label : `${spanLooks[kind].label} ${took((to ?? now) - from)}`,
            )
            .join(", ")}
        </span>
      </span>
    </button>
  );
}

function WaterfallSkeleton() {
  return (
    <div className="grid gap-3 p-3">
      {[70, 45, 85, 60].map((width) => (
        <Skeleton key={width} className="h-5" />
      ))}
    </div>
  );
}
