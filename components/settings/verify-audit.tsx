"use client";

import { CircleCheck, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { useVerify } from "./use-verify.ts";

/** Reads the whole chain again and says whether it holds; beside it, what else is done with the whole. */
export function VerifyAudit({ workspaceId, children }: { workspaceId: string; children: ReactNode }) {
  const { verify, verified, isBusy, problem } = useVerify(workspaceId);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-2">
        <Button disabled={isBusy} onClick={() => void verify()}>
          <ShieldCheck aria-hidden className="size-4" /> {isBusy ? "Reading every entry" : "Verify"}
        </Button>
        {children}
      </div>
      <div role="status" className="empty:hidden">
        {verified?.isWhole && (
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-tone-done-soft p-3 text-tone-done">
            <CircleCheck aria-hidden className="size-5 shrink-0" />
            <bdi>All {verified.entries} entries are as they were written, in one chain.</bdi>
            <span dir="ltr" className="font-mono text-xs break-all text-ink">
              {verified.head}
            </span>
          </p>
        )}
      </div>
      {verified?.broken && (
        <ProblemNote problem={{ detail: `The chain does not hold at entry ${verified.broken.seq}: ${verified.broken.because}.` }} />
      )}
      {problem && <ProblemNote problem={problem} />}
    </div>
  );
}
