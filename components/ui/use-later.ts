"use client";

import { useEffect, useState } from "react";

/** Whether so long has gone by since it was drawn: what the server has just said need not be asked for before. */
export function useLater(ms: number): boolean {
  const [isLater, turn] = useState(false);
  useEffect(() => {
    const timer = setTimeout(turn, ms, true);
    return () => clearTimeout(timer);
  }, [ms]);
  return isLater;
}
