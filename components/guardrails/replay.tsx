"use client";

import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { type Problem, ProblemNote } from "#components/ui/problem-note.tsx";
import { titleOf } from "./words.ts";

const Replayed = z.object({
  actions: z.int(),
  cut: z.boolean(),
  erased: z.int(),
  blocked: z.int(),
  held: z.int(),
  warned: z.int(),
  found: z.array(
    z.object({ executionId: z.string(), step: z.string(), summary: z.string(), verdict: z.string(), because: z.string(), url: z.string() }),
  ),
});
type Replayed = z.infer<typeof Replayed>;

const days = 30;

/** What a policy would have said of what really happened, before anybody turns it on. */
export function Replay({ workspaceId, name }: { workspaceId: string; name: string }) {
  const [isBusy, setBusy] = useState(false);
  const [replayed, setReplayed] = useState<Replayed>();
  const [problem, setProblem] = useState<Problem>();
  async function replay(): Promise<void> {
    setBusy(true);
    const asked = await ask("/api/guardrails/replay", { workspaceId, method: "POST", body: { name, days } });
    const read = asked.ok ? Replayed.safeParse(asked.value) : undefined;
    setReplayed(read?.success ? read.data : undefined);
    setProblem(asked.ok ? undefined : asked.problem);
    setBusy(false);
  }
  return (
    <div className="grid justify-items-start gap-2">
      <Button size="sm" kind="quiet" disabled={isBusy} onClick={replay} aria-label={`Try on the last ${days} days: ${titleOf(name)}`}>
        Try on the last {days} days
      </Button>
      {problem && <ProblemNote problem={problem} />}
      <div role="status" className="grid w-full gap-2">
        {replayed && <Result replayed={replayed} />}
      </div>
    </div>
  );
}

function Result({ replayed: { actions, cut, erased, blocked, held, warned, found } }: { replayed: Replayed }) {
  return (
    <>
      <p className="text-sm">
        <bdi>
          Of {cut ? `the latest ${actions}` : actions} calls that changed something it would have blocked {blocked}, held {held} for a
          person and remarked on {warned}.{erased > 0 && ` ${erased} cannot be judged any more: what they were called with was erased.`}
        </bdi>
      </p>
      {found.length > 0 && (
        <ul className="grid gap-1.5 text-sm">
          {found.map((one) => (
            <li key={`${one.executionId}:${one.step}`} className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Badge tone={one.verdict === "block" ? "failed" : "wait"}>{verdictWords[one.verdict] ?? one.verdict}</Badge>
              <Link href={one.url} className="min-w-0 underline underline-offset-2">
                <bdi>{one.summary}</bdi>
              </Link>
              <bdi className="text-quiet">{one.because}</bdi>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const verdictWords: Record<string, string> = { block: "Blocked", require_approval: "Held", warn: "Remarked" };
