"use client";

import { ExecutionList, FreshRows } from "#components/executions/execution-list.tsx";
import { type Listed, useExecutions } from "#components/executions/use-executions.ts";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

type Props = { workspaceId: string; first: Listed; limit: number; mayStart: boolean };

/** The last executions, as they go on. */
export function Recent({ workspaceId, first, limit, mayStart }: Props) {
  const { rows, fresh, showFresh } = useExecutions({ workspaceId, query: `limit=${limit}`, first });
  return (
    <section aria-labelledby="recent" className="grid min-w-0 content-start gap-3">
      <div className="flex items-end justify-between gap-3">
        <h2 id="recent" className="text-xl font-medium">
          Recent
        </h2>
        <ButtonLink href={`/${workspaceId}/executions`} size="sm" kind="quiet">
          All executions
        </ButtonLink>
      </div>
      <FreshRows count={fresh} onShow={showFresh} />
      {rows.length > 0 ? (
        <ExecutionList rows={rows} />
      ) : (
        <EmptyState title="Nothing has run yet">
          {mayStart ? "Say above what should be done; it appears here as it runs." : "Somebody who may start executions has to begin."}
        </EmptyState>
      )}
    </section>
  );
}
