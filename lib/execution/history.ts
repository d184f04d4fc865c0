import type { ExecutionEvent } from "./events.ts";
import { fold } from "./reduce.ts";
import { foldSpans, type Spans } from "./spans.ts";
import type { Execution } from "./state.ts";

type Kept = { count: number; execution: Execution | null; spans: Spans };
/** A log, with its state kept every so often: any moment of it is a short fold away. */
export type History = { events: readonly ExecutionEvent[]; kept: readonly Kept[] };

const keptEvery = 250;

/** The history of a log that has only grown since. What was kept stays. */
export function remember(was: History, events: readonly ExecutionEvent[]): History {
  const kept = [...was.kept];
  while ((kept.length + 1) * keptEvery <= events.length) kept.push(onFrom(kept.at(-1), events, (kept.length + 1) * keptEvery));
  return { events, kept };
}

function onFrom(from: Kept = { count: 0, execution: null, spans: {} }, events: readonly ExecutionEvent[], count: number): Kept {
  const between = events.slice(from.count, count);
  return { count, execution: fold(from.execution, between), spans: foldSpans(from.spans, between) };
}

/** An execution as it stood right after one of its events. */
export type Moment = { last: ExecutionEvent; events: readonly ExecutionEvent[]; execution: Execution; spans: Spans };

/** How it stood after the event of this number; nothing where the log does not reach back so far. */
export function momentAt({ events, kept }: History, seq: number): Moment | undefined {
  const count = countUpTo(events, seq);
  const last = events[count - 1];
  const { execution, spans } = onFrom(kept[Math.floor(count / keptEvery) - 1], events, count);
  return last && execution ? { last, events: events.slice(0, count), execution, spans } : undefined;
}

/** How many events have this number or a lower one; they stand in the order of their numbers. */
function countUpTo(events: readonly ExecutionEvent[], seq: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
