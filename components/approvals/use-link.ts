"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import { LinkedApproval } from "#lib/http/contracts/approval-link.ts";
import type { FieldError } from "#lib/kernel/outcome.ts";
import type { Answers } from "#lib/safety/approvals/form.ts";

/** What the link of a letter is about, or why it is about nothing any more. */
export function useLinked(token: string | undefined) {
  return useQuery({
    queryKey: ["approval link", token],
    enabled: token !== undefined && token !== "",
    retry: false,
    queryFn: async () => {
      const asked = await ask("/api/approvals/links/look", { workspaceId: "", method: "POST", body: { token } });
      return asked.ok ? { linked: LinkedApproval.parse(asked.value) } : { because: asked.problem.detail };
    },
  });
}

const Decided = z.object({ status: z.string() });

type Body = { decision: "approve" | "reject"; note?: string; payloadHash: string; form?: { hash: string; values: Answers } };

export function useDecideByLink(token: string | undefined) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [status, setStatus] = useState<string>();
  async function decide(body: Body, refused: (errors: FieldError[]) => void): Promise<void> {
    setBusy(true);
    const asked = await ask("/api/approvals/links/decide", { workspaceId: "", method: "POST", body: { token, ...body } });
    setBusy(false);
    setProblem(asked.ok ? undefined : asked.problem);
    if (!asked.ok) refused(asked.errors);
    if (asked.ok) setStatus(Decided.parse(asked.value).status);
  }
  return { decide, isBusy, problem, status };
}
