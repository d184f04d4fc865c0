import Link from "next/link";
import type { ExecutionRow } from "#lib/execution/list-executions.ts";
import type { ExecutionStatus } from "#lib/execution/state.ts";
import { dayAndClock } from "./clock.ts";
import { executionLooks } from "./status.ts";
import { StatusMark } from "./status-mark.tsx";

export function ExecutionList({ rows }: { rows: ExecutionRow[] }) {
  if (rows.length === 0) return <p className="text-quiet">Nothing has run yet. Say above what should be done.</p>;
  return (
    <ul className="grid divide-y divide-line rounded-md border border-line bg-raised">
      {rows.map((row) => (
        <li key={row.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 p-4">
          <div className="grid min-w-0 gap-1">
            <Link href={row.url} dir="auto" className="truncate font-medium hover:underline">
              {row.title}
            </Link>
            <p className="text-sm text-quiet">
              {row.requestedBy}, <time dateTime={row.createdAt}>{dayAndClock(row.createdAt)}</time>
              {row.waitingOn && `. ${row.waitingOn}.`}
            </p>
          </div>
          <StatusMark look={executionLooks[row.status as ExecutionStatus]} />
        </li>
      ))}
    </ul>
  );
}
