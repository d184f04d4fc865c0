"use client";

import { useTimes } from "./use-times.tsx";

type Props = { at: string; as?: "dayAndClock" | "precise"; className?: string };

/** A time as the reader's place writes it; the whole of it on hover. */
export function Moment({ at, as = "dayAndClock", className }: Props) {
  const times = useTimes();
  return (
    <time dir="auto" dateTime={at} title={as === "precise" ? times.dayAndClock(at) : undefined} className={className}>
      {times[as](at)}
    </time>
  );
}
