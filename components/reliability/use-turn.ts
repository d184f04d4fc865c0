"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";

/** Opens or closes a breaker; the page is read again from where the truth is. */
export function useTurn(workspaceId: string) {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  async function turn(component: string, state: "open" | "closed"): Promise<void> {
    setBusy(component);
    const asked = await ask("/api/breakers", { workspaceId, method: "POST", body: { component, state } });
    setProblem(asked.ok ? undefined : asked.problem);
    setBusy(undefined);
    startReading(() => router.refresh());
  }
  return { turn, busy: isReading ? (busy ?? "") : busy, problem };
}
