"use client";

import { useQuery } from "@tanstack/react-query";
import { ask } from "#components/ui/ask.ts";
import { Readiness } from "#lib/http/contracts/answers.ts";

const everyMs = 20_000;

export type Health = { word: "Everything answers" | "Something is down" | "Fermata does not answer"; says: string };

/** Whether a request sent now could be carried out, asked for again while the page is looked at. */
export function useHealth(workspaceId: string): Health | undefined {
  const { data } = useQuery({
    queryKey: ["health"],
    refetchInterval: everyMs,
    queryFn: async ({ signal }): Promise<Health> => {
      const asked = await ask("/api/ready", { workspaceId, signal });
      const read = asked.ok ? Readiness.safeParse(asked.value) : undefined;
      if (!read?.success) return { word: "Fermata does not answer", says: "Trying again" };
      const { status, components } = read.data;
      const says = components.map(({ name, status: is, ms }) => (is === "ok" ? `${name} in ${ms} ms` : `${name} is down`)).join(", ");
      return { word: status === "ready" ? "Everything answers" : "Something is down", says };
    },
  });
  return data;
}
