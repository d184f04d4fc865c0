"use client";

import { useState } from "react";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import type { Json } from "#lib/kernel/json.ts";
import type { FieldError } from "#lib/kernel/outcome.ts";
import type { Answers } from "#lib/safety/approvals/form.ts";
import { useRefreshApprovals } from "./use-approvals.ts";

export type Decision = {
  decision: "approve" | "reject" | "edit" | "ask";
  note?: string;
  payload?: Json;
  form?: { hash: string; values: Answers };
};

/** What came of it: `open` where others have to agree too, or where it was changed and is asked about anew. */
const Decided = z.object({ status: z.string(), agreed: z.number().optional(), quorum: z.number().optional() });
type Decided = z.infer<typeof Decided>;

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
    return asked.ok ? Decided.parse(asked.value) : undefined;
  }
  return { decide, isBusy, problem };
}
