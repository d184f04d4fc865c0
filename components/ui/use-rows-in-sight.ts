"use client";

import { useEffect, useState } from "react";
import { type Row, rowsDrawn, rowsInSight } from "./rows-in-sight.ts";

type Ask = { count: number; rowPx: number /** How high the box is before it was measured. */; boxPx: number; isWhole?: boolean };

/** The rows of a long list that are drawn: those in sight of its box, which scrolls. `isWhole`: all of them. */
export function useRowsInSight({ count, rowPx, boxPx, isWhole = false }: Ask) {
  const [box, setBox] = useState<HTMLElement | null>(null);
  const [sight, setSight] = useState(() => rowsInSight({ scrollTop: 0, clientHeight: boxPx }, rowPx));

  useEffect(() => {
    if (!box || isWhole) return;
    const look = () => {
      const now = rowsInSight(box, rowPx);
      setSight((was) => (was.from === now.from && was.to === now.to ? was : now));
    };
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, [box, rowPx, isWhole]);

  const rows: Row[] = rowsDrawn(isWhole ? { from: 0, to: count } : sight, count, rowPx);
  return { box, ref: setBox, rows, height: count * rowPx };
}
