"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import type { StepAction } from "#lib/execution/step-actions.ts";
import type { Json } from "#lib/kernel/json.ts";
import { PayloadEditor } from "./payload-editor.tsx";
import { useStepControl } from "./use-step-control.ts";

type Props = {
  workspaceId: string;
  executionId: string;
  stepId: string;
  choices: readonly StepAction[];
  /** What it was called with, where that is known: its input is changed from there. */
  input?: Json | undefined;
  onDone?: () => void;
};

const words: Record<StepAction, string> = {
  retry: "Try again",
  edit_input: "Change the input",
  provide_output: "Give the output",
  skip: "Leave it out",
};

/** What a person can do with a step that waits, beside waiting. */
export function StepChoices({ workspaceId, executionId, stepId, choices, input, onDone }: Props) {
  const [writing, setWriting] = useState<"provide_output" | "edit_input">();
  const { act, busy, problem } = useStepControl({ workspaceId, executionId, stepId });
  const settle = async (action: StepAction, payload?: Json) => {
    if (!(await act(action, payload))) return;
    setWriting(undefined);
    onDone?.();
  };
  return (
    <div className="grid gap-3">
      {problem && <ProblemNote problem={problem} />}
      {writing ? (
        <PayloadEditor
          key={writing}
          payload={writing === "edit_input" ? (input ?? {}) : {}}
          isBusy={busy !== undefined}
          label={writing === "edit_input" ? "The input, as you change it" : "The output that it should have had"}
          submit={writing === "edit_input" ? "Go on with this input" : "Go on with this output"}
          onApprove={(payload) => void settle(writing, payload)}
          onLeave={() => setWriting(undefined)}
        />
      ) : (
        <div className="grid grid-cols-2 gap-3 sm:flex sm:flex-wrap">
          {choices.map((action) => (
            <Button
              key={action}
              disabled={busy !== undefined}
              onClick={() => (action === "provide_output" || action === "edit_input" ? setWriting(action) : void settle(action))}
            >
              {words[action]}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
