"use client";

import { Undo2 } from "lucide-react";
import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { type Problem, ProblemNote } from "#components/ui/problem-note.tsx";

type Props = { workspaceId: string; executionId: string; id: string };

/** Takes one effect back, after the question whether that is meant; says why where it could not be. */
export function UndoEffect({ workspaceId, executionId, id }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  async function undo(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    const asked = await ask(`/api/orchestrate/${executionId}/rollback`, { workspaceId, method: "POST", body: { effect: id } });
    const { RolledBack } = await import("#lib/http/contracts/answers.ts");
    const told = asked.ok ? RolledBack.safeParse(asked.value) : undefined;
    const [left] = told?.success ? told.data.left : [];
    if (asked.ok && !left) window.location.reload();
    else if (left) setProblem({ detail: left.because });
    else if (!asked.ok) setProblem(asked.problem);
    setBusy(false);
  }
  // What became of an undoing that nobody could know stands in the ledger.
  const close = () => (problem ? window.location.reload() : setOpen(false));
  return (
    <>
      <Button size="sm" className="justify-self-start" onClick={() => setOpen(true)}>
        <Undo2 aria-hidden className="size-4" />
        Undo
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title="Undo this" isAlert>
        <p>It is taken back as its step said beforehand. That is recorded here as well.</p>
        {problem && <ProblemNote problem={problem} />}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={close}>{problem ? "Close" : "Leave it"}</Button>
          {!problem && (
            <Button kind="grave" disabled={isBusy} onClick={() => void undo()}>
              {isBusy ? "Undoing…" : "Undo"}
            </Button>
          )}
        </div>
      </Dialog>
    </>
  );
}
