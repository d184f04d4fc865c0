"use client";

import { useQuery } from "@tanstack/react-query";
import { ask } from "#components/ui/ask.ts";
import { type Health, healthIn, unheard } from "./health.ts";

const everyMs = 20_000;

/** How it is, from what the server said with the page on: asked for again while the page is looked at. */
export function useHealth(workspaceId: string, first: Health): Health {
  const { data } = useQuery({
    queryKey: ["health"],
    initialData: first,
    refetchInterval: everyMs,
    queryFn: async ({ signal }): Promise<Health> => {
      const asked = await ask("/api/ready", { workspaceId, signal });
      const { Readiness } = await import("#lib/http/contracts/answers.ts");
      const read = asked.ok ? Readiness.safeParse(asked.value) : undefined;
      return read?.success ? healthIn(read.data) : unheard;
    },
  });
  return data;
}
