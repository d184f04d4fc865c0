"use client";

import { Button } from "#components/ui/button.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { allowedActions } from "#lib/execution/execution-actions.ts";
import type { Head } from "#lib/execution/state.ts";
import { type Action, useControl } from "./use-control.ts";
import { useRetry } from "./use-fork.ts";

const words: Record<Action, string> = { pause: "Pause", resume: "Resume", cancel: "Cancel" };

type Props = { workspaceId: string; id: string; head: Head; may: { control: boolean; start: boolean } };

export function ControlBar({ workspaceId, id, head, may }: Props) {
  const { act, busy, problem } = useControl({ workspaceId, id });
  const again = useRetry({ workspaceId, id });
  const allowed = may.control ? allowedActions(head.status, head.halting !== null) : [];
  const endedEarly = (head.status === "failed" || head.status === "cancelled") && head.plan !== null && !head.simulated;
  const said = problem ?? again.problem;
  return (
    <div className="grid gap-3 empty:hidden">
      <div className="flex gap-3 empty:hidden">
        {may.start && endedEarly && (
          <Button
            disabled={again.isBusy}
            title="What is done stays as it is; the rest goes on in a new execution."
            onClick={() => void again.retry()}
          >
            {again.isBusy ? "Starting…" : "Try the rest again"}
          </Button>
        )}
        {allowed.map((action) => (
          <Button
            key={action}
            kind={action === "cancel" ? "grave" : "plain"}
            disabled={busy !== undefined}
            onClick={() => void act(action)}
          >
            {words[action]}
          </Button>
        ))}
      </div>
      {said && <ProblemNote problem={said} />}
    </div>
  );
}
