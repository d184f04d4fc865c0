"use client";

import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import type { Json } from "#lib/kernel/json.ts";
import type { FieldError } from "#lib/kernel/outcome.ts";
import { isRecord } from "#lib/kernel/record.ts";
import type { Answers } from "#lib/safety/approvals/form.ts";
import { useRefreshApprovals } from "./use-approvals.ts";

export type Decision = {
  decision: "approve" | "reject" | "edit" | "ask";
  note?: string;
  payload?: Json;
  form?: { hash: string; values: Answers };
};

/** What came of it: `open` where others have to agree too, or where it was changed and is asked about anew. */
type Decided = { status: string };

export function useDecide({ workspaceId, id, payloadHash }: { workspaceId: string; id: string; payloadHash: string }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const refresh = useRefreshApprovals(workspaceId);
  /** Bound to what was shown: another payload is refused. */
  async function decide(decision: Decision, refused?: (errors: FieldError[]) => void): Promise<Decided | undefined> {
    setBusy(true);
    const asked = await ask(`/api/approvals/${id}/decide`, {
      workspaceId,
      method: "POST",
      body: { ...decision, payloadHash },
      outlives: true,
    });
    setProblem(asked.ok ? undefined : asked.problem);
    setBusy(false);
    if (!asked.ok) refused?.(asked.errors);
    refresh();
    return asked.ok ? decidedIn(asked.value) : undefined;
  }
  return { decide, isBusy, problem };
}

function decidedIn(answer: unknown): Decided {
  if (!isRecord(answer) || typeof answer["status"] !== "string") throw new Error("The answer to a decision says no status.");
  return { status: answer["status"] };
}
