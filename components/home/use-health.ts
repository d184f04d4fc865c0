"use client";

import { useQuery } from "@tanstack/react-query";
import { ask } from "#components/ui/ask.ts";
import { type Health, healthOf } from "./health.ts";

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
      // A server that is not ready says so with a refusal, and which part of it is down.
      return healthOf(Readiness.safeParse(asked.ok ? asked.value : asked.answer));
    },
  });
  return data;
}
