"use client";

import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import type { FieldError } from "#lib/kernel/outcome.ts";

/** Asks for what needs no session. */
export function useOpen() {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [errors, setErrors] = useState<FieldError[]>([]);
  async function send(path: string, body: unknown): Promise<{ value: unknown } | undefined> {
    setBusy(true);
    const asked = await ask(path, { workspaceId: "", method: "POST", body });
    setBusy(false);
    setProblem(asked.ok ? undefined : asked.problem);
    setErrors(asked.ok ? [] : asked.errors);
    return asked.ok ? { value: asked.value } : undefined;
  }
  return { send, isBusy, problem, errorAt: (path: string) => errors.find((error) => error.path === path)?.because };
}
