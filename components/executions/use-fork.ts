"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import type { ForkCommand } from "#lib/execution/fork-execution.ts";

const Started = z.looseObject({ id: z.string() });

/** Goes on in a new execution, and to its page. */
export function useFork({ workspaceId, id }: { workspaceId: string; id: string }) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  async function fork(command: ForkCommand): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    const asked = await ask(`/api/orchestrate/${id}/fork`, { workspaceId, method: "POST", body: command });
    const started = asked.ok ? Started.safeParse(asked.value) : undefined;
    if (started?.success) return router.push(`/${workspaceId}/executions/${started.data.id}`);
    setProblem(asked.ok ? { detail: "Fermata answered something else than a start." } : asked.problem);
    setBusy(false);
  }
  return { fork, isBusy, problem };
}
