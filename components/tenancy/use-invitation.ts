"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";

const Held = z.object({ workspaceName: z.string(), email: z.string(), role: z.string(), invitedBy: z.string(), isKnown: z.boolean() });

/** What a link invites to; nothing when it is over or was used. */
export function useInvitation(token: string | undefined) {
  return useQuery({
    queryKey: ["invitation", token],
    enabled: token !== undefined && token !== "",
    retry: false,
    queryFn: async () => {
      const asked = await ask("/api/invitations/look", { workspaceId: "", method: "POST", body: { token } });
      return asked.ok ? Held.parse(asked.value) : null;
    },
  });
}
