"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import type { FieldError } from "#lib/kernel/outcome.ts";

type Act = { method: "POST" | "PUT" | "DELETE"; body?: unknown /** The revision that a change is made upon. */; expected?: number };

/** One change at a time, and the page drawn anew after it. */
export function useAct(workspaceId: string) {
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [errors, setErrors] = useState<FieldError[]>([]);

  /** What was answered; nothing when it was refused, which is told. */
  async function act(path: string, how: Act): Promise<{ value: unknown } | undefined> {
    setBusy(true);
    const asked = await ask(path, { workspaceId, ...how });
    setBusy(false);
    setProblem(asked.ok ? undefined : asked.problem);
    setErrors(asked.ok ? [] : asked.errors);
    if (!asked.ok) return undefined;
    router.refresh();
    return { value: asked.value };
  }
  const forget = () => {
    setProblem(undefined);
    setErrors([]);
  };
  const errorAt = (path: string) => errors.find((error) => error.path === path)?.because;
  return { act, isBusy, problem, errorAt, forget };
}
