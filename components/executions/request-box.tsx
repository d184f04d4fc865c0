"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { useStart } from "./use-start.ts";

export function RequestBox({ workspaceId }: { workspaceId: string }) {
  const [request, setRequest] = useState("");
  const { start, isBusy, problem } = useStart(workspaceId);
  const send = () => {
    if (request.trim() !== "" && !isBusy) void start(request);
  };
  return (
    <form
      method="post"
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label htmlFor="request" className="text-lg font-semibold">
        What should be done?
      </label>
      <textarea
        id="request"
        name="request"
        rows={3}
        required
        maxLength={20_000}
        dir="auto"
        value={request}
        aria-describedby="request-hint"
        onChange={({ target }) => setRequest(target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          send();
        }}
        className="rounded-md border border-line bg-raised p-3"
      />
      {problem && <ProblemNote problem={problem} />}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p id="request-hint" className="text-sm text-quiet">
          What sends, spends or deletes waits for an approval. Ctrl or ⌘ with Enter starts.
        </p>
        <Button type="submit" kind="main" disabled={isBusy}>
          {isBusy ? "Starting…" : "Start"}
        </Button>
      </div>
    </form>
  );
}
