"use client";

import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import { Button } from "#components/ui/button.tsx";
import { type Problem, ProblemNote } from "#components/ui/problem-note.tsx";

type Props = { workspaceId: string; executionId: string; effect: { id: string; step: string; isUndoing: boolean } };

/** Nobody could know what became of it: a person who found out says so, and the ledger is closed. */
export function SayEffect({ workspaceId, executionId, effect: { id, step, isUndoing } }: Props) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  async function say(happened: boolean): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    const asked = await ask(`/api/orchestrate/${executionId}/effects/${id}`, { workspaceId, method: "POST", body: { step, happened } });
    // The log of an execution that is over is not followed any more: what came after stands on the page made anew.
    if (asked.ok) window.location.reload();
    else setProblem(asked.problem);
    setBusy(false);
  }
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap gap-2">
        <Button size="sm" disabled={isBusy} onClick={() => void say(true)}>
          {isUndoing ? "It was undone" : "It happened"}
        </Button>
        <Button size="sm" disabled={isBusy} onClick={() => void say(false)}>
          {isUndoing ? "It was not undone" : "It did not happen"}
        </Button>
      </p>
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
