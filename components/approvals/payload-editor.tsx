"use client";

import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Textarea } from "#components/ui/field.tsx";
import type { Json } from "#lib/kernel/json.ts";
import { Difference, written } from "./difference.tsx";

type Props = {
  payload: Json;
  isBusy: boolean;
  onApprove: (payload: Json) => void;
  onLeave: () => void;
  label?: string;
  submit?: string;
};

/** Changes what will happen, as data, with what differs beneath. The tool checks it as if it had been planned so. */
export function PayloadEditor({
  payload,
  isBusy,
  onApprove,
  onLeave,
  label = "What will happen, as you change it",
  submit = "Approve with these changes",
}: Props) {
  const id = useId();
  const before = written(payload);
  const [text, setText] = useState(before);
  const read = parse(text);
  const after = read === undefined ? undefined : written(read);
  const isSame = after === before;
  return (
    <form
      method="post"
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (read !== undefined && !isSame) onApprove(read);
      }}
    >
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <Textarea
        id={id}
        dir="ltr"
        rows={Math.min(16, before.split("\n").length + 1)}
        spellCheck={false}
        value={text}
        autoFocus
        aria-invalid={read === undefined || undefined}
        aria-describedby={`${id}-said`}
        onChange={({ target }) => setText(target.value)}
        className="font-mono text-sm"
      />
      <p id={`${id}-said`} className={cn("text-sm", read === undefined ? "text-tone-failed" : "text-quiet")}>
        {saidOf(read, isSame)}
      </p>
      {read !== undefined && !isSame && <Difference before={payload} after={read} />}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="main" disabled={isBusy || read === undefined || isSame}>
          {submit}
        </Button>
        <Button onClick={onLeave}>Leave it as it was</Button>
      </div>
    </form>
  );
}

function saidOf(read: Json | undefined, isSame: boolean): string {
  if (read === undefined) return "This is no valid JSON yet.";
  return isSame ? "Nothing is changed yet." : "This is what differs:";
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
