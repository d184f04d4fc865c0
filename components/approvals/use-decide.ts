"use client";

import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import type { Json } from "#lib/kernel/json.ts";
import { useRefreshApprovals } from "./use-approvals.ts";

export type Decision = { decision: "approve" | "reject" | "edit" | "ask"; note?: string; payload?: Json };

export function useDecide({ workspaceId, id, payloadHash }: { workspaceId: string; id: string; payloadHash: string }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const refresh = useRefreshApprovals(workspaceId);
  /** Bound to what was shown: another payload is refused. */
  async function decide(decision: Decision): Promise<boolean> {
    setBusy(true);
    const asked = await ask(`/api/approvals/${id}/decide`, { workspaceId, method: "POST", body: { ...decision, payloadHash } });
    setProblem(asked.ok ? undefined : asked.problem);
    setBusy(false);
    refresh();
    return asked.ok;
  }
  return { decide, isBusy, problem };
}
