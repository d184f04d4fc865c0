"use client";

import { useEffect, useReducer, useRef } from "react";
import type { ExecutionEvent } from "#lib/execution/events.ts";
import { foldSpans, type Spans } from "#lib/execution/spans.ts";
import { frameNames } from "#lib/streaming/frames.ts";

export type Log = { events: readonly ExecutionEvent[]; spans: Spans; isRead: boolean };

const none: Log = { events: [], spans: {}, isRead: false };
const foldEveryMs = 50;

type Take = { events: ExecutionEvent[]; upTo: number };

function take(was: Log, { events, upTo }: Take): Log {
  const last = was.events.at(-1)?.seq ?? 0;
  const news = events.filter(({ seq }) => seq > last);
  const reached = news.at(-1)?.seq ?? last;
  return { events: [...was.events, ...news], spans: foldSpans(was.spans, news), isRead: was.isRead || reached >= upTo };
}

/** The whole log, from its first event on: read once somebody looks at what only the log knows, and followed from there. */
export function useLog({ workspaceId, id, seq, isWanted }: { workspaceId: string; id: string; seq: number; isWanted: boolean }): Log {
  const [log, tell] = useReducer(take, none);
  const goOn = useRef((_upTo: number) => {});

  // `seq` only says from where on all is read; it moves while the stream is open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a stream is not opened again for every event
  useEffect(() => {
    if (!isWanted) return;
    let source: EventSource | undefined;
    let last = 0;
    let upTo = seq;
    let queue: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const frames = queue;
      queue = [];
      void import("./read-frames.ts").then(({ eventsIn }) => tell({ events: eventsIn(frames), upTo: seq }));
    };
    const stop = () => {
      source?.close();
      source = undefined;
    };
    const read = (isAfterEnd: boolean) => {
      source = new EventSource(`/api/orchestrate/stream/${id}?lastEventId=${last}&workspace=${encodeURIComponent(workspaceId)}`);
      for (const name of frameNames) {
        source.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
          queue.push(data);
          last = Math.max(last, Number(lastEventId) || 0);
          timer ??= setTimeout(flush, foldEveryMs);
          if (isAfterEnd && last >= upTo) stop();
        });
      }
      // A stream ends with the end; what was undone or proposed after it is read from there.
      source.addEventListener("complete", () => {
        stop();
        if (last < upTo) read(true);
      });
    };
    goOn.current = (reached) => {
      upTo = Math.max(upTo, reached);
      if (source === undefined && last < upTo) read(true);
    };
    read(false);
    return () => {
      goOn.current = () => {};
      stop();
      clearTimeout(timer);
    };
  }, [workspaceId, id, isWanted]);

  useEffect(() => goOn.current(seq), [seq]);

  return log;
}
