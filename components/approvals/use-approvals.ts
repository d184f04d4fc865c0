"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import { useLater } from "#components/ui/use-later.ts";
import type { InboxApproval } from "./inbox-approval.ts";

/** How often the lists are read again. */
export const everyMs = 4_000;
const most = 100;

const keys = {
  all: (workspaceId: string) => ["approvals", workspaceId] as const,
  list: (workspaceId: string, status: string) => [...keys.all(workspaceId), status] as const,
  of: (workspaceId: string, execution: string, state: string) => [...keys.all(workspaceId), "of", execution, state] as const,
};

async function read(workspaceId: string, status: string, signal: AbortSignal, of = ""): Promise<InboxApproval[]> {
  const asked = await ask(`/api/approvals?status=${status}&limit=${most}${of}`, { workspaceId, signal });
  if (!asked.ok) throw new Error(asked.problem.detail);
  // What checks them is read with the first, so that the page is awake before it.
  const { InboxPage } = await import("./inbox-approval.ts");
  return InboxPage.parse(asked.value).data;
}

type Open = { first?: InboxApproval[] | undefined; isWanted?: boolean };

/** What waits for a decision, the next to expire first. Asked for again every few seconds, by all of a page together. */
export function useOpenApprovals(workspaceId: string, { first, isWanted = true }: Open = {}) {
  return useQuery({
    queryKey: keys.list(workspaceId, "open"),
    queryFn: ({ signal }) => read(workspaceId, "open", signal),
    refetchInterval: everyMs,
    enabled: isWanted,
    ...(first && { initialData: first }),
  });
}

/** Those that were decided, too. Only read when somebody looks at them. */
export function useAllApprovals(workspaceId: string, isShown: boolean) {
  return useQuery({
    queryKey: keys.list(workspaceId, "all"),
    queryFn: ({ signal }) => read(workspaceId, "all", signal),
    refetchInterval: everyMs,
    enabled: isShown,
  });
}

type Of = { workspaceId: string; executionId: string; state: string; first: InboxApproval[] };

/**
 * The open approvals of one execution, as they are to this person. `state`: what its log says of them, so that they are asked for again as
 * soon as it says something else; empty: nothing is open.
 */
export function useApprovalsOf({ workspaceId, executionId, state, first }: Of): InboxApproval[] {
  const [from] = useState(state);
  // What the server has just said need not be asked for again at once.
  const isOld = useLater(everyMs);
  const { data = first } = useQuery({
    queryKey: keys.of(workspaceId, executionId, state),
    queryFn: ({ signal }) => read(workspaceId, "open", signal, `&execution=${executionId}`),
    refetchInterval: everyMs,
    enabled: state !== "" && (state !== from || isOld),
    placeholderData: (was) => was ?? first,
  });
  return data;
}

/** Reads the lists anew, after a decision. */
export function useRefreshApprovals(workspaceId: string): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: keys.all(workspaceId) });
}
