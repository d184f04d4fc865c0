"use client";

import { Button } from "#components/ui/button.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { allowedActions } from "#lib/execution/execution-actions.ts";
import type { Head } from "#lib/execution/state.ts";
import { type Action, useControl } from "./use-control.ts";

const words: Record<Action, string> = { pause: "Pause", resume: "Resume", cancel: "Cancel" };

export function ControlBar({ workspaceId, id, head }: { workspaceId: string; id: string; head: Head }) {
  const { act, busy, problem } = useControl({ workspaceId, id });
  const allowed = allowedActions(head.status, head.halting !== null);
  if (allowed.length === 0 && !problem) return null;
  return (
    <div className="grid gap-3">
      <div className="flex gap-3">
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
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
