"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ask } from "#components/ui/ask.ts";
import type { InboxApproval } from "./inbox-approval.ts";

/** How often the lists are read again. */
export const everyMs = 4_000;
const most = 100;

const keys = {
  all: (workspaceId: string) => ["approvals", workspaceId] as const,
  list: (workspaceId: string, status: string) => [...keys.all(workspaceId), status] as const,
};

async function read(workspaceId: string, status: string, signal: AbortSignal): Promise<InboxApproval[]> {
  const asked = await ask(`/api/approvals?status=${status}&limit=${most}`, { workspaceId, signal });
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

/** Reads the lists anew, after a decision. */
export function useRefreshApprovals(workspaceId: string): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: keys.all(workspaceId) });
}
