"use client";

import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";

export type Action = "pause" | "resume" | "cancel";

/** What follows is in the log, and comes by the stream. */
export function useControl({ workspaceId, id }: { workspaceId: string; id: string }) {
  const [busy, setBusy] = useState<Action>();
  const [problem, setProblem] = useState<Problem>();
  async function act(action: Action): Promise<void> {
    setBusy(action);
    const asked = await ask(`/api/orchestrate/${id}/${action}`, { workspaceId, method: "POST" });
    setProblem(asked.ok ? undefined : asked.problem);
    setBusy(undefined);
  }
  return { act, busy, problem };
}
