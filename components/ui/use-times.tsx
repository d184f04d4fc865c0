"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type Times, timesIn } from "./times.ts";

const Reader = createContext<Times>(timesIn("UTC"));

/** The zone in which everything below writes its times. */
export function TimesIn({ zone, children }: { zone: string; children: ReactNode }) {
  return <Reader value={useMemo(() => timesIn(zone), [zone])}>{children}</Reader>;
}

export const useTimes = (): Times => useContext(Reader);
