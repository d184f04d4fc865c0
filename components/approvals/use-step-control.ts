"use client";

import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import type { StepAction } from "#lib/execution/step-actions.ts";
import type { Json } from "#lib/kernel/json.ts";
import { useRefreshApprovals } from "./use-approvals.ts";

/** Takes a waiting step in hand. What follows is in the log, and comes by the stream. */
export function useStepControl({ workspaceId, executionId, stepId }: { workspaceId: string; executionId: string; stepId: string }) {
  const [busy, setBusy] = useState<StepAction>();
  const [problem, setProblem] = useState<Problem>();
  const refresh = useRefreshApprovals(workspaceId);
  async function act(action: StepAction, payload?: Json): Promise<boolean> {
    setBusy(action);
    const asked = await ask(`/api/orchestrate/${executionId}/steps/${encodeURIComponent(stepId)}`, {
      workspaceId,
      method: "POST",
      body: { action, ...(payload !== undefined && { payload }) },
    });
    setProblem(asked.ok ? undefined : asked.problem);
    setBusy(undefined);
    refresh();
    return asked.ok;
  }
  return { act, busy, problem };
}
