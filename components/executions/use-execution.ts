"use client";

import { useEffect, useReducer, useRef, useState } from "react";
import { type Execution, isOver } from "#lib/execution/state.ts";
import { frameNames } from "#lib/streaming/frames.ts";
import { hear } from "./texts.ts";
import { useAfterEnd } from "./use-after-end.ts";

/** Whether what is shown is what is. */
export type Link = "connecting" | "live" | "reconnecting" | "over" | "lost";

const foldEveryMs = 16;
const triesAfterRefusal = 5;

const readFrames = () => import("./read-frames.ts");

type From = { workspaceId: string; id: string; execution: Execution };

/** Follows the execution's log from the snapshot on, folding it with the server's own reducer, in batches. */
export function useExecution({ workspaceId, id, execution: from }: From) {
  const [execution, take] = useState(from);
  const [texts, takeSpoken] = useReducer(hear, {});
  const wasOver = isOver(from.head.status);
  const [link, setLink] = useState<Link>(wasOver ? "over" : "connecting");
  const { seq } = from.head;

  // Where a stream that has to be opened anew goes on.
  const reached = useRef(seq);
  reached.current = Math.max(reached.current, execution.head.seq);

  useEffect(() => {
    if (wasOver) return;
    let source: EventSource | undefined;
    let queue: string[] = [];
    let flushing: ReturnType<typeof setTimeout> | undefined;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    let refused = 0;
    const flush = () => {
      flushing = undefined;
      const frames = queue;
      queue = [];
      void readFrames().then(({ eventsIn, foldNew }) => {
        const events = eventsIn(frames);
        take((was) => foldNew(was, events));
      });
    };
    const open = () => {
      const from = Math.max(seq, reached.current);
      source = new EventSource(`/api/orchestrate/stream/${id}?lastEventId=${from}&workspace=${encodeURIComponent(workspaceId)}`);
      for (const name of frameNames) {
        source.addEventListener(name, ({ data }: MessageEvent<string>) => {
          queue.push(data);
          flushing ??= setTimeout(flush, foldEveryMs);
        });
      }
      source.addEventListener("text", ({ data }: MessageEvent<string>) => {
        void readFrames().then(({ spokenIn }) => takeSpoken(spokenIn(data)));
      });
      source.addEventListener("complete", () => {
        source?.close();
        setLink("over");
      });
      source.addEventListener("open", () => {
        refused = 0;
        setLink("live");
      });
      source.addEventListener("error", () => {
        // The browser itself tries again after a cut; an answer that is no stream ends its tries, and a server that starts gives some.
        if (source?.readyState !== EventSource.CLOSED) return setLink("reconnecting");
        refused += 1;
        if (refused > triesAfterRefusal) return setLink("lost");
        setLink("reconnecting");
        reopening = setTimeout(open, refused * 1_000);
      });
    };
    open();
    return () => {
      source?.close();
      clearTimeout(flushing);
      clearTimeout(reopening);
    };
  }, [workspaceId, id, seq, wasOver]);

  const look = useAfterEnd({ workspaceId, id, isOver: isOver(execution.head.status), reached: () => reached.current, take });

  return { execution, link, texts, look };
}
