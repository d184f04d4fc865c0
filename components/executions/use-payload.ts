"use client";

import { useEffect, useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import type { Json } from "#lib/kernel/json.ts";
import { isRecord } from "#lib/kernel/record.ts";

export type Payload = { is: "reading" } | { is: "there"; value: Json } | { is: "missing"; problem: Problem };

type Ask = { workspaceId: string; executionId: string; id: string | undefined };

/** Bytes that the log refers to. Their id is made of their content, so what was read once stays true. Without an id nothing is read. */
export function usePayload({ workspaceId, executionId, id }: Ask): Payload {
  const [read, setRead] = useState<{ id: string; payload: Payload }>();

  useEffect(() => {
    if (id === undefined) return;
    const leaving = new AbortController();
    void ask(`/api/orchestrate/${executionId}/payloads/${id}`, { workspaceId, signal: leaving.signal }).then((asked) => {
      if (leaving.signal.aborted) return;
      if (asked.ok && isRecord(asked.value) && "value" in asked.value)
        return setRead({ id, payload: { is: "there", value: asked.value["value"] as Json } });
      setRead({ id, payload: { is: "missing", problem: asked.ok ? { detail: "The payload could not be read." } : asked.problem } });
    });
    return () => leaving.abort();
  }, [workspaceId, executionId, id]);

  return read && read.id === id ? read.payload : { is: "reading" };
}
