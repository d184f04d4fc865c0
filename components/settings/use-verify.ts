"use client";

import { useState } from "react";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";

const Verified = z.object({
  entries: z.number(),
  head: z.string(),
  isWhole: z.boolean(),
  broken: z.object({ seq: z.number(), because: z.string() }).optional(),
});

export function useVerify(workspaceId: string) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [verified, setVerified] = useState<z.infer<typeof Verified>>();
  async function verify(): Promise<void> {
    setBusy(true);
    const asked = await ask("/api/audit/verify", { workspaceId });
    setBusy(false);
    setProblem(asked.ok ? undefined : asked.problem);
    setVerified(asked.ok ? Verified.parse(asked.value) : undefined);
  }
  return { verify, verified, isBusy, problem };
}
