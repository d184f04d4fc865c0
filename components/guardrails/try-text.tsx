"use client";

import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Field, Textarea } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Select } from "#components/ui/select.tsx";
import { type Judged, useTryText } from "./use-guardrails.ts";
import { severityWords, titleOf, verdictWords } from "./words.ts";

const channels = [
  ["user", "Somebody typed it"],
  ["mail", "It came by mail"],
  ["page", "It stands on a page"],
  ["file", "It stands in a file"],
  ["tool_result", "A tool brought it back"],
  ["listing", "It is a listing"],
  ["model", "It goes to a model"],
] as const;

/** A text, and what the policies in force say of it: which, why, and at which words. Nothing happens. */
export function TryText({ workspaceId }: { workspaceId: string }) {
  const [text, setText] = useState("");
  const [channel, setChannel] = useState("user");
  const { judged, isBusy, problem, attempt } = useTryText(workspaceId);
  return (
    <Card className="grid gap-4 p-4">
      <form
        method="post"
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(text, channel);
        }}
      >
        <Field label="Try a text" hint="What is written here is judged by what is in force, and not kept.">
          {(field) => <Textarea {...field} rows={4} value={text} onChange={(event) => setText(event.target.value)} maxLength={100_000} />}
        </Field>
        <div className="flex flex-wrap items-center gap-3">
          <Select aria-label="Where it comes from or goes" value={channel} onChange={(event) => setChannel(event.target.value)}>
            {channels.map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </Select>
          <Button type="submit" disabled={isBusy || text.trim() === ""}>
            Ask the guardrails
          </Button>
        </div>
      </form>
      {problem && <ProblemNote problem={problem} />}
      <div aria-live="polite">{judged && <Answer judged={judged} />}</div>
    </Card>
  );
}

function Answer({ judged }: { judged: Judged }) {
  const { verdict, violations, redacted, text, ms } = judged;
  return (
    <div className="grid gap-3">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={verdictWords[verdict].tone}>{verdictWords[verdict].says}</Badge>
        <span className="text-sm text-quiet tabular-nums">in {ms} ms</span>
      </p>
      {violations.length > 0 && (
        <ul className="grid gap-2">
          {violations.map(({ policy, severity, reason, span }) => (
            <li key={`${policy} ${reason} ${span?.start ?? ""}`} className="grid gap-0.5 text-sm">
              <span className="flex flex-wrap items-center gap-2 font-medium">
                {titleOf(policy)} <Badge tone={severityWords[severity].tone}>{severityWords[severity].says}</Badge>
              </span>
              <span dir="auto">{reason}</span>
              {span && (
                <q dir="auto" className="text-quiet">
                  {text.slice(span.start, Math.min(span.end, span.start + 200))}
                </q>
              )}
            </li>
          ))}
        </ul>
      )}
      {redacted !== undefined && redacted !== text && (
        <p className="grid gap-0.5 text-sm">
          <span className="font-medium">Without its values</span>
          <span dir="auto" className="break-words whitespace-pre-wrap">
            {redacted}
          </span>
        </p>
      )}
    </div>
  );
}
