"use client";

import { useCallback, useEffect, useRef } from "react";
import type { Execution } from "#lib/execution/state.ts";
import { dataIn, lookAfterMs } from "./late-frames.ts";

type After = {
  workspaceId: string;
  id: string;
  isOver: boolean;
  /** The number of the last event that is known. */
  reached: () => number;
  take: (fold: (was: Execution) => Execution) => void;
};

/**
 * A stream ends with the execution. What comes after, another plan that is proposed or an effect that is undone, is asked for now and then
 * while somebody looks at the page, and at once when they call for it.
 */
export function useAfterEnd({ workspaceId, id, isOver, reached, take }: After): () => void {
  const deps = useRef({ reached, take });
  deps.current = { reached, take };
  const look = useCallback(async () => {
    const address = `/api/orchestrate/stream/${id}?lastEventId=${deps.current.reached()}&workspace=${encodeURIComponent(workspaceId)}`;
    // A look that fails is followed by another.
    const text = await fetch(address).then(
      (answer) => (answer.status === 200 ? answer.text() : ""),
      () => "",
    );
    if (text === "") return;
    const { eventsIn, foldNew } = await import("./read-frames.ts");
    const events = eventsIn(dataIn(text));
    deps.current.take((was) => foldNew(was, events));
  }, [workspaceId, id]);

  useEffect(() => {
    if (!isOver) return;
    let looked = 0;
    let timer: ReturnType<typeof setTimeout>;
    let isLeft = false;
    const wait = () => {
      timer = setTimeout(async () => {
        if (!document.hidden) await look();
        looked += 1;
        if (!isLeft) wait();
      }, lookAfterMs(looked));
    };
    const onSeen = () => !document.hidden && void look();
    document.addEventListener("visibilitychange", onSeen);
    wait();
    return () => {
      isLeft = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onSeen);
    };
  }, [isOver, look]);

  return useCallback(() => void look(), [look]);
}
