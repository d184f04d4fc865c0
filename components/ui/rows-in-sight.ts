/** Which rows of one height stand in a box that is scrolled, with some before and behind, so that a fast hand meets no gap. */
export type Sight = { from: number; to: number };
type Box = { scrollTop: number; clientHeight: number };

const spare = 10;

export function rowsInSight({ scrollTop, clientHeight }: Box, rowPx: number): Sight {
  return { from: Math.max(0, Math.floor(scrollTop / rowPx) - spare), to: Math.ceil((scrollTop + clientHeight) / rowPx) + spare };
}

export type Row = { index: number; start: number };

/** The rows of a list that are drawn, and where. */
export function rowsDrawn({ from, to }: Sight, count: number, rowPx: number): Row[] {
  const last = Math.min(to, count);
  const first = Math.min(from, last);
  return Array.from({ length: last - first }, (_, at) => ({ index: first + at, start: (first + at) * rowPx }));
}
