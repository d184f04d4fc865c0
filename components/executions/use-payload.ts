"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import { Json } from "#lib/kernel/json.ts";

const Answer = z.object({ value: Json });

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
      const answer = asked.ok ? Answer.safeParse(asked.value) : undefined;
      if (answer?.success) return setRead({ id, payload: { is: "there", value: answer.data.value } });
      setRead({ id, payload: { is: "missing", problem: asked.ok ? { detail: "The payload could not be read." } : asked.problem } });
    });
    return () => leaving.abort();
  }, [workspaceId, executionId, id]);

  return read && read.id === id ? read.payload : { is: "reading" };
}
