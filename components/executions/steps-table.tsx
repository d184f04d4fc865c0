"use client";

import { took } from "#components/ui/ago.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useRowsInSight } from "#components/ui/use-rows-in-sight.ts";
import { timeIn, timeKinds } from "#lib/execution/spans.ts";
import { spanLooks } from "./span-looks.ts";
import { stepLooks } from "./status.ts";
import { StatusMark } from "./status-mark.tsx";
import type { StepRow } from "./step-rows.ts";
import type { Log } from "./use-log.ts";

const rowPx = 40;
const headings = ["Step", "Status", "Attempts", ...timeKinds.map((kind) => spanLooks[kind].label)];

type Props = {
  rows: StepRow[] /** What is said where there are none. */;
  empty: string;
  log: Log;
  now: number;
  onSelect: (id: string) => void;
};

/** Every step in numbers. Rows out of sight are an empty row of their height. */
export function StepsTable({ rows, empty, log, now, onSelect }: Props) {
  const { ref, rows: shown, height } = useRowsInSight({ count: rows.length, rowPx, boxPx: 480 });
  if (rows.length === 0) return <EmptyState title={empty} />;
  if (!log.isRead) return <Skeleton className="h-40" />;
  const above = shown[0]?.start ?? 0;
  const below = height - above - shown.length * rowPx;
  return (
    <div ref={ref} className="max-h-120 overflow-auto rounded-lg border border-line bg-raised">
      <table aria-label="Steps in numbers" aria-rowcount={rows.length + 1} className="w-full min-w-220 table-fixed text-sm">
        <thead className="sticky top-0 bg-sunken text-xs text-quiet">
          <tr>
            {headings.map((title, i) => (
              <th
                key={title}
                scope="col"
                className={`px-3 py-2 font-medium ${i < 2 ? "text-start" : "w-24 text-end"} ${i === 1 ? "w-40" : ""}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr aria-hidden style={{ height: above }} />}
          {shown.map(({ index }) => {
            const row = rows[index];
            return row && <Line key={row.id} row={row} index={index} log={log} now={now} onSelect={onSelect} />;
          })}
          {below > 0 && <tr aria-hidden style={{ height: below }} />}
        </tbody>
      </table>
    </div>
  );
}

type LineProps = { row: StepRow; index: number; log: Log; now: number; onSelect: (id: string) => void };

function Line({ row, index, log, now, onSelect }: LineProps) {
  const spans = log.spans[row.id] ?? [];
  return (
    <tr aria-rowindex={index + 2} className="border-t border-line" style={{ height: rowPx }}>
      <td className="px-3">
        <button type="button" onClick={() => onSelect(row.id)} className="block max-w-full truncate underline-offset-2 hover:underline">
          <bdi>{row.name}</bdi>
        </button>
      </td>
      <td className="px-3">
        <StatusMark look={stepLooks[row.status]} />
      </td>
      <td className="px-3 text-end">{row.step?.attempt ?? 0}</td>
      {timeKinds.map((kind) => (
        <td key={kind} className="px-3 text-end">
          {spans.length === 0 ? "" : took(timeIn(spans, kind, now))}
        </td>
      ))}
    </tr>
  );
}
