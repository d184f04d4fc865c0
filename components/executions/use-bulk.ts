"use client";

import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Action } from "./use-control.ts";

/** What is tried again goes on in an execution of its own. */
export type BulkAction = Action | "retry";
export type BulkEnd = { action: BulkAction; done: number; refused: string[] };

/** The same for many, one after the other: each is allowed or refused by itself, and it is told how many were. */
export function useBulk({ workspaceId, onDone }: { workspaceId: string; onDone: () => void }) {
  const [left, setLeft] = useState<number>();
  const [end, setEnd] = useState<BulkEnd>();
  async function act(action: BulkAction, rows: { id: string; title: string }[]): Promise<void> {
    const refused: string[] = [];
    setEnd(undefined);
    for (const [at, { id, title }] of rows.entries()) {
      setLeft(rows.length - at);
      const asked =
        action === "retry"
          ? await ask(`/api/orchestrate/${id}/fork`, { workspaceId, method: "POST", body: { rest: true } })
          : await ask(`/api/orchestrate/${id}/${action}`, { workspaceId, method: "POST" });
      if (!asked.ok) refused.push(`${title}: ${asked.problem.detail}`);
    }
    setLeft(undefined);
    setEnd({ action, done: rows.length - refused.length, refused });
    onDone();
  }
  return { act, left, end };
}
