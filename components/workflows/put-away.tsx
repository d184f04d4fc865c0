"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { type Problem, ProblemNote } from "#components/ui/problem-note.tsx";

/** Takes a workflow off the list, after asking. */
export function PutAway({ workspaceId, id, name }: { workspaceId: string; id: string; name: string }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const putAway = async () => {
    setBusy(true);
    const asked = await ask(`/api/workflows/${id}`, { workspaceId, method: "DELETE" });
    if (asked.ok) return router.push(`/${workspaceId}/workflows`);
    setProblem(asked.problem);
    setBusy(false);
  };
  return (
    <>
      <Button kind="quiet" className="justify-self-start" onClick={() => setOpen(true)}>
        Put this workflow away
      </Button>
      <Dialog isAlert isOpen={isOpen} onClose={() => setOpen(false)} title="Put it away?">
        <p>
          <bdi className="font-medium">{name}</bdi> is no longer listed and cannot be started. Executions that ran by it keep their plan,
          and its name is free again.
        </p>
        {problem && <ProblemNote problem={problem} />}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={() => setOpen(false)}>Keep it</Button>
          <Button kind="grave" disabled={isBusy} onClick={() => void putAway()}>
            Put it away
          </Button>
        </div>
      </Dialog>
    </>
  );
}
