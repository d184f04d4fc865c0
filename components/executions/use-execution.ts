"use client";

import { useEffect, useReducer, useState } from "react";
import { ExecutionEvent } from "#lib/execution/events.ts";
import { fold } from "#lib/execution/reduce.ts";
import { type Execution, isOver } from "#lib/execution/state.ts";
import { frameNames } from "#lib/streaming/frames.ts";

/** Whether what is shown is what is. */
export type Link = "connecting" | "live" | "reconnecting" | "over" | "lost";

const foldEveryMs = 16;

function foldNew(was: Execution, events: ExecutionEvent[]): Execution {
  return (
    fold(
      was,
      events.filter(({ seq }) => seq > was.head.seq),
    ) ?? was
  );
}

type From = { workspaceId: string; id: string; execution: Execution };

/** Follows the execution's log from the snapshot on, folding it with the server's own reducer, in batches. */
export function useExecution({ workspaceId, id, execution: from }: From): { execution: Execution; link: Link } {
  const [execution, take] = useReducer(foldNew, from);
  const wasOver = isOver(from.head.status);
  const [link, setLink] = useState<Link>(wasOver ? "over" : "connecting");
  const { seq } = from.head;

  useEffect(() => {
    if (wasOver) return;
    const source = new EventSource(`/api/orchestrate/stream/${id}?lastEventId=${seq}&workspace=${encodeURIComponent(workspaceId)}`);
    let queue: ExecutionEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      take(queue);
      queue = [];
    };
    for (const name of frameNames) {
      source.addEventListener(name, ({ data }: MessageEvent<string>) => {
        queue.push(ExecutionEvent.parse(JSON.parse(data)));
        timer ??= setTimeout(flush, foldEveryMs);
      });
    }
    source.addEventListener("complete", () => {
      source.close();
      setLink("over");
    });
    source.addEventListener("open", () => setLink("live"));
    source.addEventListener("error", () => setLink(source.readyState === EventSource.CLOSED ? "lost" : "reconnecting"));
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [workspaceId, id, seq, wasOver]);

  return { execution, link };
}
