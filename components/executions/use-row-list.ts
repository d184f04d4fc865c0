"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { StepRow } from "./step-rows.ts";

type Item = { index: number; start: number };

/** Lists of this length are in the page whole: they are found by the browser's search, and printed. */
const wholeUpTo = 150;

type Ask = { rows: StepRow[]; selected: string | undefined; rowPx: number };

/** Which rows of a list are drawn, and where: all of a short one, those in sight of a long one. */
export function useRowList({ rows, selected, rowPx }: Ask) {
  const box = useRef<HTMLDivElement>(null);
  const isWhole = rows.length <= wholeUpTo;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: 8,
    enabled: !isWhole,
    initialRect: { width: 0, height: 9 * rowPx },
  });
  const at = selected === undefined ? -1 : rows.findIndex(({ id }) => id === selected);

  // Whatever view it was chosen in, the chosen row is in sight here too.
  useEffect(() => {
    const list = box.current;
    if (at < 0 || !list) return;
    if (at * rowPx < list.scrollTop) list.scrollTop = at * rowPx;
    else if ((at + 1) * rowPx > list.scrollTop + list.clientHeight) list.scrollTop = (at + 1) * rowPx - list.clientHeight;
  }, [at, rowPx]);

  const items: Item[] = isWhole ? rows.map((_, index) => ({ index, start: index * rowPx })) : virtual.getVirtualItems();
  return { box, items, height: rows.length * rowPx, focusable: at < 0 ? rows[0]?.id : rows[at]?.id };
}
