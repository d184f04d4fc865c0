import { ExecutionEvent } from "#lib/execution/events.ts";
import { fold } from "#lib/execution/reduce.ts";
import type { Execution } from "#lib/execution/state.ts";
import { Spoken } from "#lib/streaming/spoken.ts";

// What checks a stream and folds it: the page reads it with the first frame, so that it is awake before.

/** Reads frames of a stream as events, in their order; what it does not know is left out. */
export function eventsIn(frames: readonly string[]): ExecutionEvent[] {
  return frames.flatMap((data) => {
    const event = ExecutionEvent.safeParse(JSON.parse(data));
    return event.success ? [event.data] : [];
  });
}

/** The execution, with what is new to it. */
export function foldNew(was: Execution, events: readonly ExecutionEvent[]): Execution {
  const news = events.filter(({ seq }) => seq > was.head.seq);
  return news.length === 0 ? was : (fold(was, news) ?? was);
}

export const spokenIn = (frame: string): Spoken => Spoken.parse(JSON.parse(frame));
