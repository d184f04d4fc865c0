"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { JsonView } from "#components/ui/json-view.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useCopy } from "#components/ui/use-copy.ts";
import { PrettyValue } from "./pretty-value.tsx";
import { usePayload } from "./use-payload.ts";

type Props = { workspaceId: string; executionId: string; id: string; title: string };

/** What went into a step or came out of it: for reading, or exactly as it is. */
export function PayloadView({ workspaceId, executionId, id, title }: Props) {
  const payload = usePayload({ workspaceId, executionId, id });
  const [isRaw, setRaw] = useState(false);
  const { copy, isCopied } = useCopy();
  return (
    <section className="grid gap-2">
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h3 className="text-sm font-semibold">{title}</h3>
        {payload.is === "there" && (
          <span className="flex gap-1">
            <Button kind="quiet" size="sm" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
              {isRaw ? "Pretty" : "Raw"}
            </Button>
            <Button kind="quiet" size="sm" onClick={() => void copy(JSON.stringify(payload.value, null, 2))}>
              {isCopied ? "Copied" : "Copy"}
            </Button>
          </span>
        )}
      </div>
      {payload.is === "reading" && <Skeleton className="h-16" />}
      {payload.is === "missing" && <ProblemNote problem={payload.problem} />}
      {payload.is === "there" && isRaw && <JsonView value={payload.value} label={title} />}
      {payload.is === "there" && !isRaw && (
        <section
          aria-label={`${title}, for reading`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a mouse
          tabIndex={0}
          className="max-h-96 overflow-y-auto rounded-md border border-line bg-sunken p-3"
        >
          <PrettyValue value={payload.value} />
        </section>
      )}
    </section>
  );
}
