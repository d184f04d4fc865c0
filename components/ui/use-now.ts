"use client";

import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;
const everyMs = 10_000;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, everyMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): number {
  if (now === 0 || timer === undefined) now = Date.now();
  return now;
}

/** The time, moving on every ten seconds for the whole page at once; `undefined` on the server, which has another clock. */
export function useNow(): number | undefined {
  return useSyncExternalStore(subscribe, read, () => undefined);
}
