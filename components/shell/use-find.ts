"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";

const Found = z.object({ data: z.array(z.object({ id: z.string(), title: z.string(), status: z.string(), url: z.string() })) });

type Found = z.infer<typeof Found>["data"];

const most = 6;
const none: Found = [];

/** Executions whose title holds a text, newest first; the last ones for no text. */
export function useFind({ workspaceId, text, isOpen }: { workspaceId: string; text: string; isOpen: boolean }) {
  const { data } = useQuery<Found>({
    queryKey: ["find", workspaceId, text],
    enabled: isOpen,
    placeholderData: (was) => was,
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ limit: String(most), ...(text !== "" && { text }) });
      const asked = await ask(`/api/orchestrate?${query}`, { workspaceId, signal });
      return asked.ok ? Found.parse(asked.value).data : none;
    },
  });
  return data ?? none;
}
