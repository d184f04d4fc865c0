"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { ask } from "#components/ui/ask.ts";
import type { ExecutionPage } from "#lib/http/contracts/answers.ts";

export type Listed = z.infer<typeof ExecutionPage>;
type Row = Listed["data"][number];
/** `hasLeft`: it is on the page, but no longer among what the filters ask for. */
export type ShownRow = Row & { hasLeft: boolean };

const everyMs = 3_000;
const keys = {
  all: (workspaceId: string) => ["executions", workspaceId] as const,
  list: (workspaceId: string, query: string) => [...keys.all(workspaceId), query] as const,
};

/**
 * One page of a list, kept fresh. Rows change in place and stay where they are: what is new waits above until it is asked for,
 * so that nothing moves under a pointer.
 */
export function useExecutions({ workspaceId, query, first }: { workspaceId: string; query: string; first: Listed }) {
  const client = useQueryClient();
  const { data: latest, isError } = useQuery({
    queryKey: keys.list(workspaceId, query),
    initialData: first,
    refetchInterval: everyMs,
    queryFn: async ({ signal }) => {
      const asked = await ask(`/api/orchestrate?${query}`, { workspaceId, signal });
      if (!asked.ok) throw new Error(asked.problem.detail);
      const { ExecutionPage } = await import("#lib/http/contracts/answers.ts");
      return ExecutionPage.parse(asked.value);
    },
  });
  const [shown, setShown] = useState(first.data);
  const byId = new Map(latest.data.map((row) => [row.id, row]));
  const onPage = new Set(shown.map(({ id }) => id));
  const oldest = shown.at(-1)?.createdAt ?? "";
  const rows: ShownRow[] = shown.map((row) => {
    const now = byId.get(row.id);
    // A full page pushes its last rows out: those did not leave, they are only not asked for.
    const isPushedOut = latest.nextCursor !== null && row.createdAt < (latest.data.at(-1)?.createdAt ?? "");
    return { ...(now ?? row), hasLeft: now === undefined && !isPushedOut };
  });
  return {
    rows,
    fresh: latest.data.filter(({ id, createdAt }) => !onPage.has(id) && createdAt >= oldest).length,
    showFresh: () => setShown(latest.data),
    refresh: () => void client.invalidateQueries({ queryKey: keys.all(workspaceId) }),
    isStale: isError,
  };
}
