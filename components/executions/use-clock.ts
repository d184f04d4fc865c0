"use client";

import { useEffect, useState } from "react";

/** The time in milliseconds, moving on each second while something is under way; else it stands at `from`. */
export function useClock({ from, isMoving }: { from: number; isMoving: boolean }): number {
  const [now, setNow] = useState(from);
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isMoving]);
  return isMoving ? Math.max(now, from) : from;
}
