"use client";

import { useId, useState } from "react";
import { dayAndClock } from "#components/executions/clock.ts";
import { Button } from "#components/ui/button.tsx";
import { JsonView } from "#components/ui/json-view.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import type { Approval } from "#lib/execution/state.ts";
import type { Json } from "#lib/kernel/json.ts";
import { type Decision, useDecide } from "./use-decide.ts";

type Props = {
  workspaceId: string;
  approval: Approval;
  /** Not there until it is read: nothing can be approved that was not shown. */
  payload: Json | undefined;
  mayDecide: boolean;
  onDecided: () => void;
};

export function ApprovalCard({
  workspaceId,
  approval: { id, summary, why, effect, tool, payloadHash, expiresAt },
  payload,
  mayDecide,
  onDecided,
}: Props) {
  const heading = useId();
  const [note, setNote] = useState("");
  const { decide, isBusy, problem } = useDecide({ workspaceId, id, payloadHash });
  const settle = async (decision: Decision["decision"]) => {
    if (await decide({ decision, ...(note.trim() !== "" && { note: note.trim() }) })) onDecided();
  };
  const isShown = payload !== undefined;
  return (
    <section aria-labelledby={heading} className="grid gap-4 rounded-md border-2 border-tone-wait bg-raised p-4">
      <div className="grid gap-1">
        <h2 id={heading} dir="auto" className="text-lg font-semibold">
          Approve? {summary}
        </h2>
        <p className="text-sm text-quiet">
          {tool && <span className="font-mono">{tool}</span>}
          {effect && ` (${effect})`}. Expires {dayAndClock(expiresAt)}.
        </p>
      </div>
      {why.length > 0 && (
        <ul className="list-disc ps-5 text-sm">
          {why.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {isShown ? <JsonView value={payload} label="What will happen" /> : <p className="text-quiet">Reading what will happen…</p>}
      {mayDecide ? (
        <>
          <label className="grid gap-1 text-sm">
            Note (kept with the decision)
            <textarea
              rows={2}
              dir="auto"
              value={note}
              onChange={({ target }) => setNote(target.value)}
              className="rounded-md border border-line bg-surface p-2"
            />
          </label>
          {problem && <ProblemNote problem={problem} />}
          <div className="flex flex-wrap gap-3">
            <Button kind="main" disabled={isBusy || !isShown} onClick={() => void settle("approve")}>
              Approve
            </Button>
            <Button kind="grave" disabled={isBusy || !isShown} onClick={() => void settle("reject")}>
              Reject
            </Button>
          </div>
        </>
      ) : (
        <p className="text-sm text-quiet">Your role cannot decide this.</p>
      )}
    </section>
  );
}
