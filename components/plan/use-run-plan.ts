"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import type { Problem } from "#components/ui/problem-note.tsx";
import type { FieldError } from "#lib/kernel/outcome.ts";
import { type Draft, planOf } from "./edit-plan.ts";

const Started = z.looseObject({ id: z.string() });
const Refused = z.object({
  detail: z.string(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), because: z.string() })).default([]),
});

const titleChars = 200;

/** Starts the plan as it stands. What the validator finds wrong comes back by its place. */
export function useRunPlan({ workspaceId, request }: { workspaceId: string; request: string }) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [errors, setErrors] = useState<FieldError[]>([]);

  async function run(draft: Draft): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    setErrors([]);
    const body = { plan: planOf(draft), ...(request !== "" && { title: request.slice(0, titleChars) }) };
    const answer = await post(workspaceId, body);
    const started = Started.safeParse(answer);
    if (started.success) return router.push(`/${workspaceId}/executions/${started.data.id}`);
    const refused = Refused.safeParse(answer);
    if (refused.success) {
      const { detail, requestId, errors: found } = refused.data;
      setErrors(found);
      setProblem({ detail, ...(requestId !== undefined && { requestId }) });
    } else setProblem({ detail: "Fermata did not answer. Check the connection and try again." });
    setBusy(false);
  }
  return { run, isBusy, problem, errors };
}

async function post(workspaceId: string, body: object): Promise<unknown> {
  try {
    const response = await fetch("/api/orchestrate", {
      method: "POST",
      headers: { "x-fermata-workspace": workspaceId, "idempotency-key": crypto.randomUUID(), "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return await response.json();
  } catch {
    return;
  }
}
