"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import { type CardPlan, PlanCard } from "./card.ts";

export type Drafting =
  | { is: "idle" }
  | { is: "planning"; request: string }
  /** `before`: the plan of the request that was planned just before, to see what differs. */
  | { is: "there"; request: string; card: PlanCard; before?: CardPlan }
  | { is: "failed"; request: string; problem: Problem };

/** Asks what a request would come to. Nothing is started by it. */
export function useDraft({ workspaceId, request: from }: { workspaceId: string; request: string }) {
  const [drafting, setDrafting] = useState<Drafting>(from === "" ? { is: "idle" } : { is: "planning", request: from });

  const last = useRef<CardPlan>(undefined);
  const draft = useCallback(
    async (request: string, signal?: AbortSignal): Promise<void> => {
      setDrafting({ is: "planning", request });
      const asked = await ask("/api/orchestrate/plan", { workspaceId, method: "POST", body: { request }, ...(signal && { signal }) });
      if (signal?.aborted) return;
      const card = asked.ok ? PlanCard.safeParse(asked.value) : undefined;
      if (card?.success) {
        const before = last.current;
        last.current = card.data.plan ?? undefined;
        return setDrafting({ is: "there", request, card: card.data, ...(before && { before }) });
      }
      setDrafting({
        is: "failed",
        request,
        problem: asked.ok ? { detail: "Fermata answered something else than a plan." } : asked.problem,
      });
    },
    [workspaceId],
  );

  // A request in the address is planned as the page opens.
  useEffect(() => {
    if (from === "") return;
    const leaving = new AbortController();
    void draft(from, leaving.signal);
    return () => leaving.abort();
  }, [draft, from]);

  return { drafting, draft };
}
