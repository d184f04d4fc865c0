"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";

const Started = z.looseObject({ id: z.string() });

export function useStart(workspaceId: string) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  async function start(request: string): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    const asked = await ask("/api/orchestrate", { workspaceId, method: "POST", body: { request } });
    const started = asked.ok ? Started.safeParse(asked.value) : undefined;
    if (started?.success) return router.push(`/${workspaceId}/executions/${started.data.id}`);
    setProblem(asked.ok ? { detail: "Fermata answered something else than an execution." } : asked.problem);
    setBusy(false);
  }
  return { start, isBusy, problem };
}
