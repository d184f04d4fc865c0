"use client";

import { type KeyboardEvent, type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

export type TabOf<Key extends string> = { key: Key; title: ReactNode; panel: ReactNode };

type Props<Key extends string> = {
  label: string;
  tabs: readonly TabOf<Key>[];
  selected: Key;
  onSelect: (key: Key) => void;
  className?: string;
};

/** Sides of one thing, one at a time. Arrows walk, round and round, and what is walked to is shown. */
export function Tabs<Key extends string>({ label, tabs, selected, onSelect, className }: Props<Key>) {
  const id = useId();
  const at = tabs.findIndex(({ key }) => key === selected);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isRtl = getComputedStyle(event.currentTarget).direction === "rtl";
    const to = placeAfter(event.key, at, { count: tabs.length, isRtl });
    const next = to === undefined ? undefined : tabs[to];
    if (!next || to === undefined) return;
    event.preventDefault();
    event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")[to]?.focus();
    onSelect(next.key);
  };
  return (
    <div className={cn("grid min-w-0 gap-4", className)}>
      <div role="tablist" aria-label={label} onKeyDown={onKeyDown} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map(({ key, title }) => (
          <button
            key={key}
            id={`${id}${key}`}
            type="button"
            role="tab"
            aria-selected={key === selected}
            aria-controls={key === selected ? `${id}panel` : undefined}
            tabIndex={key === selected ? 0 : -1}
            onClick={() => onSelect(key)}
            className="-mb-px flex min-h-10 items-center gap-1.5 rounded-t-md border-b-2 border-transparent px-3 text-sm font-medium whitespace-nowrap text-quiet -outline-offset-2 hover:text-ink aria-selected:border-accent aria-selected:text-ink"
          >
            {title}
          </button>
        ))}
      </div>
      <div
        id={`${id}panel`}
        role="tabpanel"
        aria-labelledby={`${id}${selected}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a side with nothing to press is read from its panel
        tabIndex={0}
        className="min-w-0 rounded-md"
      >
        {tabs[at]?.panel}
      </div>
    </div>
  );
}

/** Where a key leads among the tabs. */
export function placeAfter(key: string, at: number, { count, isRtl }: { count: number; isRtl: boolean }): number | undefined {
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[key];
  return step === undefined ? undefined : (at + step + count) % count;
}
