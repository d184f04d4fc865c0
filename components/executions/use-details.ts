"use client";

import { useEffect, useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Execution } from "#lib/execution/state.ts";
import { isOver } from "#lib/execution/state.ts";
import type { Details } from "./details.ts";

type From = { workspaceId: string; id: string; execution: Execution; details: Details };

/** Reads them again when the log says that they changed, and not for every event. */
export function useDetails({ workspaceId, id, execution: { head, approvals }, details: from }: From): Details {
  const key = keyOf(head, approvals);
  const [known, setKnown] = useState({ key, details: from });

  useEffect(() => {
    if (known.key === key) return;
    const leaving = new AbortController();
    void Promise.all([ask(`/api/orchestrate/${id}`, { workspaceId, signal: leaving.signal }), import("./details.ts")]).then(
      ([asked, { Details }]) => {
        const details = asked.ok ? Details.safeParse(asked.value) : undefined;
        if (details?.success && !leaving.signal.aborted) setKnown({ key, details: details.data });
      },
    );
    return () => leaving.abort();
  }, [workspaceId, id, key, known.key]);

  return known.details;
}

function keyOf(head: Execution["head"], approvals: Execution["approvals"]): string {
  return JSON.stringify([
    head.plan?.version ?? 0,
    head.plan?.ref.id,
    isOver(head.status),
    Object.values(approvals).map(({ id, payloadHash }) => [id, payloadHash]),
  ]);
}
