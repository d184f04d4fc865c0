"use client";

import { ago } from "./ago.ts";
import { useNow } from "./use-now.ts";
import { useTimes } from "./use-times.tsx";

/** How long ago, or until when; the time itself on hover. The server, which knows no reader's clock, writes the time itself. */
export function Time({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  const absolute = useTimes().dayAndClock;
  return (
    <time dir="auto" dateTime={at} title={absolute(at)} className={className}>
      {now === undefined ? absolute(at) : ago(Date.parse(at), now)}
    </time>
  );
}
