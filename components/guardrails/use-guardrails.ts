"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";
import type { Problem } from "#components/ui/problem-note.tsx";
import { verdicts } from "#lib/safety/guardrails/verdicts.ts";

const Changed = z.looseObject({ enabled: z.boolean(), version: z.int() });

/** Turns a policy on or off, upon the version that was shown. */
export function useSwitchPolicy({
  workspaceId,
  name,
  enabled,
  version,
}: {
  workspaceId: string;
  name: string;
  enabled: boolean;
  version: number;
}) {
  const router = useRouter();
  const [now, setNow] = useState({ enabled, version });
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  async function turn() {
    setBusy(true);
    const asked = await ask(`/api/guardrails/policies/${name}`, {
      workspaceId,
      method: "PUT",
      expected: now.version,
      body: { enabled: !now.enabled },
    });
    const changed = asked.ok ? Changed.safeParse(asked.value) : undefined;
    if (changed?.success) setNow(changed.data);
    setProblem(asked.ok ? undefined : asked.problem);
    setBusy(false);
    router.refresh();
  }
  return { isOn: now.enabled, isBusy, problem, turn };
}

const Span = z.object({ start: z.int(), end: z.int() });
const Judged = z.looseObject({
  verdict: z.enum(verdicts),
  violations: z.array(
    z.looseObject({
      policy: z.string(),
      severity: z.enum(["low", "medium", "high", "critical"]),
      reason: z.string(),
      span: Span.optional(),
    }),
  ),
  redacted: z.string().optional(),
  ms: z.number(),
});
export type Judged = z.infer<typeof Judged> & { text: string };

/** Asks what the policies say of a text; nothing happens. */
export function useTryText(workspaceId: string) {
  const [judged, setJudged] = useState<Judged>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  async function attempt(text: string, channel: string) {
    setBusy(true);
    const asked = await ask("/api/guardrails/evaluate", { workspaceId, method: "POST", body: { text, channel } });
    const read = asked.ok ? Judged.safeParse(asked.value) : undefined;
    setJudged(read?.success ? { ...read.data, text } : undefined);
    setProblem(asked.ok ? undefined : asked.problem);
    setBusy(false);
  }
  return { judged, isBusy, problem, attempt };
}
