"use client";

import { type LimitRow, useLimits } from "./use-limits.ts";

/** Each limit with what is used of it, read again every few seconds while somebody looks. */
export function LimitsRoom({ workspaceId, limits }: { workspaceId: string; limits: LimitRow[] }) {
  const now = useLimits(workspaceId, limits);
  return (
    <dl className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
      {now.map((limit) => (
        <LimitLine key={limit.name} of={limit} />
      ))}
    </dl>
  );
}

function LimitLine({ of: { says, used, most } }: { of: LimitRow }) {
  const part = most === null || most === 0 ? undefined : Math.min(1, used / most);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
      <dt className="grow basis-64">{says}</dt>
      <dd className="flex items-center gap-3 tabular-nums">
        {part !== undefined && (
          <span aria-hidden className="h-1.5 w-28 overflow-hidden rounded-full bg-line">
            <span className={part > 0.8 ? "block h-full bg-tone-failed" : "block h-full bg-accent"} style={{ width: `${part * 100}%` }} />
          </span>
        )}
        <span dir="ltr" className="min-w-28 text-end">
          {used.toLocaleString("en")}
          {most !== null && <span className="text-quiet"> of {most.toLocaleString("en")}</span>}
        </span>
      </dd>
    </div>
  );
}
