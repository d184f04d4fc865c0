"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import type { FieldError } from "#lib/kernel/outcome.ts";

const Started = z.looseObject({ id: z.string() });

/** Starts the plan as it stands. What the validator finds wrong comes back by its place. */
export function useRunPlan({ workspaceId }: { workspaceId: string }) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [errors, setErrors] = useState<FieldError[]>([]);

  async function run({ path = "/api/orchestrate", body }: { path?: string; body: object }): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    setErrors([]);
    const asked = await ask(path, { workspaceId, method: "POST", body });
    const started = asked.ok ? Started.safeParse(asked.value) : undefined;
    if (started?.success) return router.push(`/${workspaceId}/executions/${started.data.id}`);
    if (!asked.ok) setErrors(asked.errors);
    setProblem(asked.ok ? { detail: "Fermata answered something else than a start." } : asked.problem);
    setBusy(false);
  }
  return { run, isBusy, problem, errors };
}
