"use client";

import type { ReactNode } from "react";
import { Tabs as Root, Tab, TabList, TabPanel } from "react-aria-components/Tabs";
import { cn } from "./cn.ts";

export type TabOf<Key extends string> = { key: Key; title: ReactNode; panel: ReactNode };

type Props<Key extends string> = {
  label: string;
  tabs: readonly TabOf<Key>[];
  selected: Key;
  onSelect: (key: Key) => void;
  className?: string;
};

/** Sides of one thing, one at a time. Arrows walk, and what is walked to is shown. */
export function Tabs<Key extends string>({ label, tabs, selected, onSelect, className }: Props<Key>) {
  return (
    <Root selectedKey={selected} onSelectionChange={(key) => onSelect(key as Key)} className={cn("grid min-w-0 gap-4", className)}>
      <TabList aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map(({ key, title }) => (
          <Tab
            key={key}
            id={key}
            className="-mb-px flex min-h-10 cursor-pointer items-center gap-1.5 rounded-t-md border-b-2 border-transparent px-3 text-sm font-medium whitespace-nowrap text-quiet -outline-offset-2 hover:text-ink data-[selected]:border-accent data-[selected]:text-ink"
          >
            {title}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ key, panel }) => (
        <TabPanel key={key} id={key} className="min-w-0 rounded-md">
          {panel}
        </TabPanel>
      ))}
    </Root>
  );
}
