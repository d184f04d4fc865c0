"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import type { ForkCommand } from "#lib/execution/fork-execution.ts";
import { isRecord } from "#lib/kernel/record.ts";

type Of = { workspaceId: string; id: string };

/** Goes on in a new execution, and to its page. */
function useBegin({ workspaceId, id }: Of) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  async function begin(how: "fork" | "replan", body: object): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    const asked = await ask(`/api/orchestrate/${id}/${how}`, { workspaceId, method: "POST", body });
    if (asked.ok && isRecord(asked.value) && typeof asked.value["id"] === "string")
      return router.push(`/${workspaceId}/executions/${asked.value["id"]}`);
    setProblem(asked.ok ? { detail: "Fermata answered something else than a start." } : asked.problem);
    setBusy(false);
  }
  return { begin, isBusy, problem };
}

export function useFork(of: Of) {
  const { begin, ...rest } = useBegin(of);
  return { ...rest, fork: (command: ForkCommand) => begin("fork", command) };
}

/** Does what is not done yet. */
export function useRetry(of: Of) {
  const { begin, ...rest } = useBegin(of);
  return { ...rest, retry: () => begin("fork", { rest: true }) };
}

/** Has the request in words planned anew. */
export function useReplan(of: Of) {
  const { begin, ...rest } = useBegin(of);
  return { ...rest, replan: () => begin("replan", {}) };
}
