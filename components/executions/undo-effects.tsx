"use client";

import { Undo2 } from "lucide-react";
import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { type Problem, ProblemNote } from "#components/ui/problem-note.tsx";
import { RolledBack } from "#lib/http/contracts/answers.ts";

type Props = { workspaceId: string; id: string /** Something is left to take back. */; isOffered: boolean; onDone: () => void };

/** Takes back what an execution that is over did to the world, as far as that can be, and says what is left. */
export function UndoEffects({ workspaceId, id, isOffered, onDone }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [told, setTold] = useState<RolledBack>();

  async function undo(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    const asked = await ask(`/api/orchestrate/${id}/rollback`, { workspaceId, method: "POST", body: {} });
    const read = asked.ok ? RolledBack.safeParse(asked.value) : undefined;
    if (read?.success) setTold(read.data);
    else setProblem(asked.ok ? { detail: "Fermata answered something else." } : asked.problem);
    setBusy(false);
  }
  const close = () => {
    setOpen(false);
    setTold(undefined);
    if (told) onDone();
  };
  return (
    <>
      {isOffered && (
        <Button className="justify-self-start" onClick={() => setOpen(true)}>
          <Undo2 aria-hidden className="size-4" />
          Roll back
        </Button>
      )}
      <Dialog isOpen={isOpen} onClose={close} title="Roll back" isAlert>
        {told ? (
          <Outcome told={told} />
        ) : (
          <p>
            What this execution wrote, and what it has not sent yet, is taken back, the latest first; what it did elsewhere, where its step
            says how. What cannot be taken back stays as it is, and is named.
          </p>
        )}
        {problem && <ProblemNote problem={problem} />}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={close}>{told ? "Close" : "Leave it"}</Button>
          {!told && (
            <Button kind="grave" disabled={isBusy} onClick={() => void undo()}>
              {isBusy ? "Rolling back…" : "Roll back"}
            </Button>
          )}
        </div>
      </Dialog>
    </>
  );
}

function Outcome({ told: { undone, left } }: { told: RolledBack }) {
  return (
    <div role="status" className="grid gap-3 text-sm">
      <p className="font-medium">
        {undone.length} undone, {left.length} left as {left.length === 1 ? "it is" : "they are"}
      </p>
      {left.length > 0 && (
        <ul className="grid gap-2">
          {left.map(({ step, summary, because }) => (
            <li key={step} className="grid gap-0.5">
              <bdi className="break-words">{summary}</bdi>
              <bdi className="text-quiet">{because}</bdi>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
