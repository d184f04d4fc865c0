import Link from "next/link";
import { RowList } from "#components/data/row-list.tsx";
import { DryRunMark } from "#components/executions/dry-run-mark.tsx";
import { lookOf } from "#components/executions/status.ts";
import { StatusMark } from "#components/executions/status-mark.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { ExecutionRow } from "#lib/execution/list-executions.ts";
import type { ExecutionStatus } from "#lib/execution/state.ts";

type Props = { workspaceId: string; workflowId: string; runs: ExecutionRow[] };

/** What became of it the last few times. */
export function RecentRuns({ workspaceId, workflowId, runs }: Props) {
  return (
    <section aria-labelledby="runs" className="grid gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 id="runs" className="text-xl font-medium">
          Last executions
        </h2>
        {runs.length > 0 && (
          <Link href={`/${workspaceId}/executions?workflow=${workflowId}`} className="text-sm underline">
            All of them
          </Link>
        )}
      </div>
      {runs.length === 0 ? (
        <p className="text-quiet">It was not run yet.</p>
      ) : (
        <RowList
          rows={runs.map(({ id, url, title, status, held, simulated, waitingOn, requestedBy, createdAt }) => ({
            id,
            href: url,
            title,
            about: waitingOn ?? requestedBy,
            side: (
              <span className="grid justify-items-end gap-0.5">
                <span className="flex items-center gap-2">
                  {simulated && <DryRunMark />}
                  <StatusMark look={lookOf({ status: status as ExecutionStatus, held })} />
                </span>
                <Moment at={createdAt} />
              </span>
            ),
          }))}
        />
      )}
    </section>
  );
}
