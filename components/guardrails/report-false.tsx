"use client";

import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import { Button } from "#components/ui/button.tsx";

type Props = { workspaceId: string; executionId: string; seq: number; policy: string };

/** Says that a violation is none; whoever keeps the policies finds it on their page. */
export function ReportFalse({ workspaceId, executionId, seq, policy }: Props) {
  const [state, setState] = useState<"idle" | "busy" | "told" | "refused">("idle");
  async function report(): Promise<void> {
    setState("busy");
    const asked = await ask("/api/guardrails/false-positives", { workspaceId, method: "POST", body: { executionId, seq } });
    setState(asked.ok ? "told" : "refused");
  }
  if (state === "told")
    return (
      <span role="status" className="text-xs text-quiet">
        Reported as a false alarm
      </span>
    );
  return (
    <span className="inline-flex items-center gap-2">
      <Button size="sm" kind="quiet" disabled={state === "busy"} onClick={report} aria-label={`False alarm: ${policy}`}>
        False alarm
      </Button>
      {state === "refused" && (
        <span role="alert" className="text-xs text-tone-failed">
          It could not be reported.
        </span>
      )}
    </span>
  );
}
