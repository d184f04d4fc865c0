"use client";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useRowsInSight } from "#components/ui/use-rows-in-sight.ts";
import type { ExecutionEvent } from "#lib/execution/events.ts";

type Props = { events: readonly ExecutionEvent[]; isRead: boolean; empty: string; onSelect: (id: string) => void };

const rowPx = 32;

/** Entries of the log, the oldest first, one line each. */
export function LogList({ events, isRead, empty, onSelect }: Props) {
  const { ref, rows, height } = useRowsInSight({ count: events.length, rowPx, boxPx: 480 });
  if (!isRead) return <Skeleton className="h-40" />;
  if (events.length === 0) return <EmptyState title={empty} />;
  return (
    <section
      ref={ref}
      aria-label="Entries"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a mouse
      tabIndex={0}
      className="max-h-120 overflow-auto rounded-lg border border-line bg-raised"
    >
      <ol className="relative min-w-150" style={{ height }}>
        {rows.map(({ index, start }) => {
          const event = events[index];
          if (!event) return null;
          return (
            <li
              key={event.seq}
              className="absolute inset-x-0 grid grid-cols-[3.5rem_6.5rem_11rem_minmax(0,1fr)_9rem] items-center gap-3 border-b border-line px-3 text-sm"
              style={{ insetBlockStart: start, height: rowPx }}
            >
              <span className="text-end text-xs text-quiet tabular-nums">{event.seq}</span>
              <Moment at={event.at} as="precise" className="text-xs text-quiet" />
              <span className="truncate font-mono text-xs">{event.type}</span>
              <bdi title={event.message} className="truncate">
                {event.message}
              </bdi>
              {event.step === null ? (
                <span />
              ) : (
                <button
                  type="button"
                  tabIndex={-1}
                  onClick={() => event.step !== null && onSelect(event.step)}
                  className="truncate text-end font-mono text-xs text-quiet underline hover:text-ink"
                >
                  {event.step}
                </button>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
