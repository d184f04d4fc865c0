"use client";

import { useEffect } from "react";
import { useRowsInSight } from "#components/ui/use-rows-in-sight.ts";
import type { StepRow } from "./step-rows.ts";

/** Lists of this length are in the page whole: they are found by the browser's search, and printed. */
const wholeUpTo = 150;

type Ask = { rows: StepRow[]; selected: string | undefined; rowPx: number };

/** Which rows of a list are drawn, and where: all of a short one, those in sight of a long one. */
export function useRowList({ rows, selected, rowPx }: Ask) {
  const count = rows.length;
  const { box, ref, rows: items, height } = useRowsInSight({ count, rowPx, boxPx: 9 * rowPx, isWhole: count <= wholeUpTo });
  const at = selected === undefined ? -1 : rows.findIndex(({ id }) => id === selected);

  // Whatever view it was chosen in, the chosen row is in sight here too.
  useEffect(() => {
    if (at < 0 || !box) return;
    if (at * rowPx < box.scrollTop) box.scrollTop = at * rowPx;
    else if ((at + 1) * rowPx > box.scrollTop + box.clientHeight) box.scrollTop = (at + 1) * rowPx - box.clientHeight;
  }, [at, box, rowPx]);

  return { box: ref, items, height, focusable: at < 0 ? rows[0]?.id : rows[at]?.id };
}
