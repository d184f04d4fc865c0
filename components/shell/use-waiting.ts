"use client";

import { useEffect } from "react";
import { everyMs, useOpenApprovals } from "#components/approvals/use-approvals.ts";
import { useLater } from "#components/ui/use-later.ts";

/** How many approvals are open, kept fresh, and written before the page's title. */
export function useWaiting({ workspaceId, openApprovals }: { workspaceId: string; openApprovals: number }): number {
  const { data } = useOpenApprovals(workspaceId, { isWanted: useLater(everyMs) });
  const waiting = data?.length ?? openApprovals;

  useEffect(() => {
    const mark = () => {
      const bare = document.title.replace(/^\(\d+\) /, "");
      const wanted = waiting > 0 ? `(${waiting}) ${bare}` : bare;
      if (document.title !== wanted) document.title = wanted;
    };
    mark();
    // Each page brings its own title, after this ran.
    const watcher = new MutationObserver(mark);
    watcher.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => watcher.disconnect();
  }, [waiting]);

  return waiting;
}
