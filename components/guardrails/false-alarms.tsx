"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ask } from "#components/ui/ask.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { type Problem, ProblemNote } from "#components/ui/problem-note.tsx";
import type { FalsePositive, Review } from "#lib/execution/false-positives.ts";
import { titleOf } from "./words.ts";

type Props = { workspaceId: string; reports: FalsePositive[]; mayReview: boolean };

/** What people hold to be false alarms, for whoever keeps the policies. */
export function FalseAlarms({ workspaceId, reports, mayReview }: Props) {
  const router = useRouter();
  const [busy, setBusy] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  async function review({ executionId, seq }: FalsePositive, state: Review): Promise<void> {
    setBusy(`${executionId}:${seq}`);
    const asked = await ask("/api/guardrails/false-positives", { workspaceId, method: "PUT", body: { executionId, seq, state } });
    setProblem(asked.ok ? undefined : asked.problem);
    setBusy(undefined);
    router.refresh();
  }
  return (
    <section aria-labelledby="false-alarms" className="grid gap-3">
      <h2 id="false-alarms" className="text-xl font-medium">
        Reported as false alarms
      </h2>
      {problem && <ProblemNote problem={problem} />}
      <ul className="grid divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised shadow-card">
        {reports.map((report) => {
          const key = `${report.executionId}:${report.seq}`;
          return (
            <li key={key} className="grid gap-1.5 px-4 py-3">
              <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
                <p className="min-w-0 grow basis-60 break-words">
                  <span className="font-medium">{titleOf(report.policy)}</span>: <bdi>{report.because}</bdi>
                </p>
                {report.state !== "open" && <Badge tone="plain">{report.state === "upheld" ? "The policy was right" : "Mended"}</Badge>}
              </div>
              <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-sm text-quiet">
                <p>
                  <bdi>{report.reportedBy}</bdi>, <Moment at={report.reportedAt} />.{" "}
                  <Link href={report.url} className="underline underline-offset-2 hover:text-ink">
                    Where it stood
                  </Link>
                </p>
                {mayReview && report.state === "open" && (
                  <div className="flex flex-wrap gap-2">
                    <Button size="sm" disabled={busy === key} onClick={() => review(report, "upheld")}>
                      The policy was right
                    </Button>
                    <Button size="sm" disabled={busy === key} onClick={() => review(report, "corrected")}>
                      Mended
                    </Button>
                  </div>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
