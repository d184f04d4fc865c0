"use client";

import { useCallback, useEffect, useRef, useState } from "react";

const windowMs = 6_000;

/**
 * Keeps a decision back for a few seconds, in which it can be undone. It is made when they are over, and at once when somebody goes on to
 * something else or leaves the page: never lost, and never made twice.
 */
export function useUndoWindow() {
  const kept = useRef<() => void>(undefined);
  const [isKept, setKept] = useState(false);

  const send = useCallback(() => {
    const decide = kept.current;
    kept.current = undefined;
    setKept(false);
    decide?.();
  }, []);
  const undo = useCallback(() => {
    kept.current = undefined;
    setKept(false);
  }, []);
  const keep = useCallback((decide: () => void) => {
    kept.current = decide;
    setKept(true);
  }, []);

  useEffect(() => {
    if (!isKept) return;
    const timer = setTimeout(send, windowMs);
    window.addEventListener("pagehide", send);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", send);
    };
  }, [isKept, send]);
  useEffect(() => send, [send]);

  return { isKept, keep, undo, send };
}
