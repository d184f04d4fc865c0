"use client";

import { ChevronLeft, ChevronRight, History } from "lucide-react";
import { useKeys } from "#components/shell/use-keys.ts";
import { StayBar } from "#components/ui/bars.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { useTimes } from "#components/ui/use-times.tsx";
import type { ExecutionEvent } from "#lib/execution/events.ts";

type Props = {
  /** The number of the last event there is, and of the one that is looked at; none: the last. */
  last: number;
  at: number | undefined;
  /** What happened there, once the log is read. */
  event: ExecutionEvent | undefined;
  isOver: boolean;
  onMove: (at: number | undefined) => void;
};

/** Moves through what happened, event by event. Of one height in the present and the past, so that nothing jumps under the hand. */
export function Scrubber({ last, at, event, isOver, onMove }: Props) {
  const times = useTimes();
  const isPast = at !== undefined;
  const place = at ?? last;
  const moveTo = (seq: number) => onMove(seq >= last ? undefined : Math.max(1, seq));
  useKeys({ ",": () => moveTo(place - 1), ".": () => moveTo(place + 1), ...(isPast && { l: () => onMove(undefined) }) });
  const words = event ? `${times.precise(event.at)}, ${event.message}` : "Reading what happened…";
  const now = isOver ? "as it ended; move back to see how it came to that" : "live; move back to see how it came to that";
  return (
    <StayBar
      aria-label="Through time"
      className={cn(
        "grid gap-x-4 gap-y-1 rounded-lg border px-3 py-2 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] lg:items-center",
        isPast ? "border-accent bg-accent-soft shadow-float" : "static border-line lg:static",
      )}
    >
      <div className="flex items-center gap-1">
        <IconButton label="One event back ( , )" small aria-disabled={place <= 1} onClick={() => moveTo(place - 1)}>
          <ChevronLeft aria-hidden className="size-4 rtl:-scale-x-100" />
        </IconButton>
        <input
          type="range"
          min={1}
          max={Math.max(1, last)}
          value={place}
          onChange={({ target }) => moveTo(Number(target.value))}
          onKeyDown={({ key }) => key === "Escape" && onMove(undefined)}
          aria-label="Moment"
          aria-valuetext={isPast ? `Event ${place} of ${last}, ${words}` : `Event ${last} of ${last}, ${now}`}
          className={cn("h-8 min-w-0 grow rounded-md", isPast ? "accent-accent" : "accent-line-strong")}
        />
        <IconButton label="One event on ( . )" small aria-disabled={!isPast} onClick={() => moveTo(place + 1)}>
          <ChevronRight aria-hidden className="size-4 rtl:-scale-x-100" />
        </IconButton>
      </div>
      <div className="flex min-w-0 items-center gap-3">
        <p className={cn("flex min-w-0 grow items-center gap-2 text-sm", isPast ? "text-accent" : "text-quiet")}>
          <History aria-hidden className="size-4 shrink-0" />
          <span className="shrink-0 font-medium tabular-nums">
            {place} of {last}
          </span>
          <bdi title={isPast ? words : undefined} className="min-w-0 truncate">
            {isPast ? words : now}
          </bdi>
        </p>
        {/* Its place is kept, so that what is before it does not move. */}
        <Button size="sm" aria-keyshortcuts="l" className={cn(!isPast && "invisible")} onClick={() => onMove(undefined)}>
          {isOver ? "Back to its end" : "Back to live"}
        </Button>
      </div>
    </StayBar>
  );
}
