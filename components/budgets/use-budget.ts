"use client";

import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import { isRaise, type Limit } from "#lib/safety/budget.ts";

type About = { workspaceId: string; path: string; before: Limit; onDone: () => void };

/** Changes a budget: lowers it at once, or asks somebody to raise it. `isAsked`: the question waits in the inbox now. */
export function useBudget({ workspaceId, path, before, onDone }: About) {
  const [isSaving, setSaving] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  async function save(body: Limit & Record<string, unknown>, because: string): Promise<void> {
    const mustAsk = isRaise(before, body);
    setSaving(true);
    const asked = await ask(path, { workspaceId, method: mustAsk ? "POST" : "PUT", body: mustAsk ? { ...body, because } : body });
    setSaving(false);
    setProblem(asked.ok ? undefined : asked.problem);
    if (!asked.ok) return;
    if (mustAsk) setAsked(true);
    else onDone();
  }
  return { save, isSaving, isAsked, problem };
}
