"use client";

import { GitFork } from "lucide-react";
import { useState } from "react";
import { PayloadEditor } from "#components/approvals/payload-editor.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { useFork } from "./use-fork.ts";
import { usePayload } from "./use-payload.ts";

type Props = {
  workspaceId: string;
  executionId: string;
  stepId: string;
  name: string;
  /** What the step was called with, and which execution keeps it; absent: it was not put together, or is a list's. */
  input: { id: string; of: string } | undefined;
  /** Answers of a dry run are made up, so that only another dry run goes on from them. */
  isSimulated: boolean;
  /** It is over, so that what it did can be undone. */
  mayUndo: boolean;
};

/** The same plan once more, from this step on. */
export function ForkStep(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" className="justify-self-start" onClick={() => setOpen(true)}>
        <GitFork aria-hidden className="size-4" />
        Fork from here
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="Fork from here">
        <ForkForm {...props} />
      </Dialog>
    </>
  );
}

function ForkForm({ workspaceId, executionId, stepId, name, input, isSimulated, mayUndo }: Props) {
  const { fork, isBusy, problem } = useFork({ workspaceId, id: executionId });
  const [effects, setEffects] = useState<"reuse" | "repeat" | "compensate">("reuse");
  const [isDry, setDry] = useState(isSimulated);
  const [isEditing, setEditing] = useState(false);
  const start = (params?: unknown) =>
    void fork({ from: stepId, effects, ...(isDry && { dryRun: true }), ...(params !== undefined && { params: params as never }) });
  return (
    <div className="grid gap-4">
      <p className="text-sm text-quiet">
        A new execution of the same plan begins with <bdi className="font-medium text-ink">{name}</bdi>. What does not hang on it stays as
        it was and is not done again. This execution is left as it is.
      </p>
      <fieldset className="grid gap-2 text-sm">
        <legend className="pb-1 font-medium">What was sent or written already, and comes out the same</legend>
        {(
          [
            ["reuse", "stays as it is"],
            ["repeat", "is done again, and asked about again"],
            ...(mayUndo ? [["compensate", "is undone first, where it can be, and then done again"] as const] : []),
          ] as const
        ).map(([value, words]) => (
          <label key={value} className="flex min-h-6 items-center gap-2">
            <input type="radio" name="effects" className="size-4" checked={effects === value} onChange={() => setEffects(value)} />
            {words}
          </label>
        ))}
      </fieldset>
      <label className="flex min-h-6 items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4"
          checked={isDry}
          disabled={isSimulated}
          onChange={({ target }) => setDry(target.checked)}
        />
        Only as a dry run
      </label>
      {problem && <ProblemNote problem={problem} />}
      {isEditing && input ? (
        <Edited workspaceId={workspaceId} input={input} isBusy={isBusy} onStart={start} onLeave={() => setEditing(false)} />
      ) : (
        <div className="flex flex-wrap justify-end gap-3">
          {input && (
            <Button disabled={isBusy} onClick={() => setEditing(true)}>
              With another input
            </Button>
          )}
          <Button kind="main" disabled={isBusy} onClick={() => start()}>
            {isBusy ? "Starting…" : "Start the fork"}
          </Button>
        </div>
      )}
    </div>
  );
}

type EditedProps = Pick<Props, "workspaceId"> & {
  input: NonNullable<Props["input"]>;
  isBusy: boolean;
  onStart: (params: unknown) => void;
  onLeave: () => void;
};

function Edited({ workspaceId, input, isBusy, onStart, onLeave }: EditedProps) {
  const payload = usePayload({ workspaceId, executionId: input.of, id: input.id });
  if (payload.is === "reading") return <p className="text-sm text-quiet">Reading its input…</p>;
  if (payload.is === "missing") return <ProblemNote problem={payload.problem} />;
  return (
    <PayloadEditor
      payload={payload.value}
      isBusy={isBusy}
      label="The input, as you change it"
      submit="Start with this input"
      onApprove={onStart}
      onLeave={onLeave}
    />
  );
}
