"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";

type Change = { scope: string; ref: string; period: string; limitMicros: number | null; limitTokens: number | null };

/** Sets a budget; the page is read again from where the truth is. */
export function useBudget(workspaceId: string, onDone: () => void) {
  const router = useRouter();
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  async function save(body: Change): Promise<void> {
    setSaving(true);
    const asked = await ask("/api/budgets", { workspaceId, method: "PUT", body });
    setSaving(false);
    setProblem(asked.ok ? undefined : asked.problem);
    if (!asked.ok) return;
    router.refresh();
    onDone();
  }
  return { save, isSaving, problem };
}
