"use client";

import { useCallback, useEffect, useState } from "react";
import { z } from "zod";

const Kept = z.record(z.string(), z.number());
const hourMs = 3_600_000;

/** Approvals that this person wants out of the way on this device, each until a time. Nothing about the approval changes: its clock goes on. */
export function useSnoozed(workspaceId: string, now: number) {
  const key = `fermata snoozed ${workspaceId}`;
  const [until, setUntil] = useState<Record<string, number>>({});
  useEffect(() => setUntil(read(key)), [key]);
  const keep = useCallback(
    (next: Record<string, number>) => {
      setUntil(next);
      localStorage.setItem(key, JSON.stringify(next));
    },
    [key],
  );
  return {
    isSnoozed: (id: string): boolean => (until[id] ?? 0) > now,
    /** For an hour, and never past the last hour that there is to decide. */
    snooze: (id: string, expiresAt: string): boolean => {
      const end = Math.min(now + hourMs, Date.parse(expiresAt) - hourMs);
      if (end <= now) return false;
      keep({ ...Object.fromEntries(Object.entries(until).filter(([, at]) => at > now)), [id]: end });
      return true;
    },
    wake: () => keep({}),
  };
}

function read(key: string): Record<string, number> {
  try {
    return Kept.parse(JSON.parse(localStorage.getItem(key) ?? "{}"));
  } catch {
    return {};
  }
}
