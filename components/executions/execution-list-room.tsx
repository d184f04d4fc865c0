"use client";

import { useState } from "react";
import { useKeys } from "#components/shell/use-keys.ts";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { ExecutionList, FreshRows } from "./execution-list.tsx";
import { type Filters, writeFilters } from "./filters.ts";
import { FiltersBar } from "./filters-bar.tsx";
import { type Listed, useExecutions } from "./use-executions.ts";

type Props = {
  workspaceId: string;
  filters: Filters;
  cursor?: string;
  first: Listed;
  may: { control: boolean; start: boolean };
};

/** The list as a place of work: narrowed, chosen from, acted upon. */
export function ExecutionListRoom({ workspaceId, filters, cursor, first, may }: Props) {
  const query = writeFilters(filters, cursor);
  const { rows, fresh, showFresh, refresh, isStale } = useExecutions({ workspaceId, query, first });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const mayChoose = may.control || may.start;
  const areAll = rows.length > 0 && rows.every(({ id }) => chosen.has(id));
  const chooseAll = () => setChosen(areAll ? new Set() : new Set(rows.map(({ id }) => id)));
  useRowKeys({ toggle, chooseAll });
  const address = `/${workspaceId}/executions`;
  return (
    <>
      <FiltersBar workspaceId={workspaceId} filters={filters} />
      <div className="grid gap-3">
        {mayChoose && (
          <BulkBar
            workspaceId={workspaceId}
            may={may}
            chosen={rows.filter(({ id }) => chosen.has(id))}
            onDone={refresh}
            onClear={() => setChosen(new Set())}
          />
        )}
        {isStale && <p className="text-sm text-tone-failed">Fermata does not answer; what is shown may be old. Trying again…</p>}
        {!cursor && <FreshRows count={fresh} onShow={showFresh} />}
        {rows.length > 0 ? (
          <ExecutionList rows={rows} {...(mayChoose && { choice: { chosen, toggle, areAll, chooseAll } })} />
        ) : (
          <Nothing workspaceId={workspaceId} isNarrowed={query !== ""} />
        )}
        <nav aria-label="Pages" className="flex justify-between gap-3 empty:hidden">
          {cursor && <ButtonLink href={`${address}?${writeFilters(filters)}`}>To the newest</ButtonLink>}
          {first.nextCursor && (
            <ButtonLink href={`${address}?${writeFilters(filters, first.nextCursor)}`} className="ms-auto">
              Older
            </ButtonLink>
          )}
        </nav>
      </div>
    </>
  );
}

function Nothing({ workspaceId, isNarrowed }: { workspaceId: string; isNarrowed: boolean }) {
  if (isNarrowed)
    return (
      <EmptyState title="Nothing is like that" action={<ButtonLink href={`/${workspaceId}/executions`}>Show all</ButtonLink>}>
        No execution of this workspace fits the filters.
      </EmptyState>
    );
  return (
    <EmptyState
      title="Nothing has run yet"
      action={
        <ButtonLink kind="main" href={`/${workspaceId}`}>
          Say what should be done
        </ButtonLink>
      }
    >
      Every request becomes an execution, and stays here with all that it did.
    </EmptyState>
  );
}

/** j and k walk the rows, x chooses the one that has the focus, X all of them. */
function useRowKeys({ toggle, chooseAll }: { toggle: (id: string) => void; chooseAll: () => void }): void {
  const rows = () => [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const here = () => rows().findIndex((row) => row.contains(document.activeElement));
  const walk = (by: number) => {
    const all = rows();
    all[Math.min(all.length - 1, Math.max(0, here() + by))]?.querySelector("a")?.focus();
  };
  useKeys({
    j: () => walk(1),
    k: () => walk(-1),
    X: chooseAll,
    x: () => {
      const id = rows()[here()]?.dataset["row"];
      if (id) toggle(id);
    },
  });
}
