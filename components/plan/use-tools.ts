"use client";

import { useEffect, useState } from "react";
import { ask } from "#components/ui/ask.ts";
import { type ListedTool, ToolList } from "./card.ts";

const none: ListedTool[] = [];

/** The tools of the installation; none until they are read. */
export function useTools({ workspaceId }: { workspaceId: string }): ListedTool[] {
  const [tools, setTools] = useState(none);
  useEffect(() => {
    const leaving = new AbortController();
    void ask("/api/tools", { workspaceId, signal: leaving.signal }).then((asked) => {
      const list = asked.ok ? ToolList.safeParse(asked.value) : undefined;
      if (list?.success && !leaving.signal.aborted) setTools(list.data.data);
    });
    return () => leaving.abort();
  }, [workspaceId]);
  return tools;
}
