"use client";

import { memo } from "react";
import { cn } from "#components/ui/cn.ts";
import { useTimes } from "#components/ui/use-times.tsx";
import { stepLooks } from "./status.ts";
import type { StepRow } from "./step-rows.ts";
import { percentOf, titleNow, tookOf, wordsNow } from "./step-words.ts";
import type { Texts } from "./texts.ts";
import { useRowList } from "./use-row-list.ts";

export type ListProps = { rows: StepRow[]; selected: string | undefined; onSelect: (id: string) => void };
type Props = ListProps & { texts: Texts /** What is said where there are no steps. */; empty: string };

/** Rows are of one size, so that news never moves what somebody reads. */
const rowPx = 60;

export const Checklist = memo(function Checklist({ rows, texts, empty, selected, onSelect }: Props) {
  const { box, items, height, focusable } = useRowList({ rows, selected, rowPx });
  if (rows.length === 0) return <p className="p-4 text-quiet">{empty}</p>;
  return (
    <div ref={box} className="max-h-136 overflow-y-auto overscroll-contain">
      <ol className="relative" style={{ height }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <li
              key={row.id}
              data-step={row.id}
              data-status={row.status}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 border-b border-line"
              style={{ insetBlockStart: start, height: rowPx }}
            >
              <Row
                row={row}
                text={texts[row.id]?.text}
                isSelected={row.id === selected}
                isFocusable={row.id === focusable}
                onSelect={onSelect}
              />
            </li>
          );
        })}
      </ol>
    </div>
  );
});

const lineChars = 72;

/** The last words of a text that is being written, on one line. */
const endOf = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= lineChars ? line : `… ${line.slice(-lineChars)}`;
};

type RowProps = { row: StepRow; text: string | undefined; isSelected: boolean; isFocusable: boolean; onSelect: (id: string) => void };

function Row({ row, text, isSelected, isFocusable, onSelect }: RowProps) {
  const { label, icon: Icon, tone } = stepLooks[row.status];
  const percent = percentOf(row.step);
  const told = wordsNow(row, useTimes());
  const words = row.status === "running" && text !== undefined ? endOf(text) : told;
  return (
    <button
      type="button"
      data-row={row.id}
      tabIndex={isFocusable ? 0 : -1}
      aria-pressed={isSelected}
      onClick={() => onSelect(row.id)}
      className={cn(
        "flex size-full items-center gap-3 px-3 text-start -outline-offset-2 transition-colors hover:bg-sunken",
        row.depth === 1 && "ps-9",
        isSelected && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      <Icon aria-hidden className={cn("size-4.5 shrink-0", tone, row.status === "running" && "animate-breathe")} />
      <span className="grid min-w-0 grow grid-cols-[minmax(0,1fr)]">
        <span className="flex min-w-0 items-baseline gap-2">
          <bdi className="min-w-0 truncate font-medium">{titleNow(row)}</bdi>
          <span className="hidden shrink-0 font-mono text-xs text-quiet sm:inline">{row.tool}</span>
        </span>
        <bdi title={words} className="min-w-0 truncate text-sm text-quiet">
          {words}
        </bdi>
      </span>
      <span className="grid w-24 shrink-0 text-end text-xs tabular-nums">
        <span className={cn("font-medium", tone)}>{percent === undefined || row.status !== "running" ? label : `${percent}%`}</span>
        <span className="min-h-4.5 text-quiet">{tookOf(row.step)}</span>
      </span>
    </button>
  );
}
