"use client";

import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, Textarea } from "#components/ui/field.tsx";
import { type Problem, ProblemNote } from "#components/ui/problem-note.tsx";
import { Time } from "#components/ui/time.tsx";
import type { InboxApproval } from "./inbox-approval.ts";
import { useRefreshApprovals } from "./use-approvals.ts";

type Props = { workspaceId: string; id: string; thread: NonNullable<InboxApproval["thread"]>; mayWrite: boolean };

/** What was asked about an approval, and what was answered. */
export function Thread({ workspaceId, id, thread, mayWrite }: Props) {
  return (
    <div className="grid gap-3 rounded-md bg-sunken p-3">
      <h3 className="text-sm font-semibold text-quiet">Asked and answered</h3>
      <ol className="grid gap-2.5" aria-live="polite">
        {thread.map(({ id: messageId, from, text, at }) => (
          <li key={messageId} className="grid gap-0.5">
            <p className="text-sm text-quiet">
              <bdi className="font-medium text-ink">{from}</bdi> <Time at={at} />
            </p>
            <p dir="auto" className="break-words whitespace-pre-wrap">
              {text}
            </p>
          </li>
        ))}
      </ol>
      {mayWrite && <Answer {...{ workspaceId, id }} />}
    </div>
  );
}

function Answer({ workspaceId, id }: { workspaceId: string; id: string }) {
  const [text, setText] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const refresh = useRefreshApprovals(workspaceId);
  const send = async () => {
    setBusy(true);
    const asked = await ask(`/api/approvals/${id}/messages`, { workspaceId, method: "POST", body: { text: text.trim() } });
    setBusy(false);
    setProblem(asked.ok ? undefined : asked.problem);
    if (asked.ok) setText("");
    refresh();
  };
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") void send();
      }}
    >
      <Field label="Answer">
        {(field) => <Textarea {...field} rows={2} value={text} onChange={({ target }) => setText(target.value)} />}
      </Field>
      {problem && <ProblemNote problem={problem} />}
      <Button type="submit" size="sm" className="justify-self-end" disabled={isBusy || text.trim() === ""}>
        Send
      </Button>
    </form>
  );
}
