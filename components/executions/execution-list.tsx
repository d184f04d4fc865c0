"use client";

import { ArrowUp } from "lucide-react";
import Link from "next/link";
import { took } from "#components/ui/ago.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Time } from "#components/ui/time.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { isOver } from "#lib/execution/state.ts";
import { dollars } from "#lib/safety/budget.ts";
import { DryRunMark } from "./dry-run-mark.tsx";
import { lookOf } from "./status.ts";
import { StatusMark } from "./status-mark.tsx";
import type { ShownRow } from "./use-executions.ts";

type Choice = { chosen: ReadonlySet<string>; toggle: (id: string) => void; areAll: boolean; chooseAll: () => void };
type Props = { rows: ShownRow[]; choice?: Choice };

/** A row an execution: what it is, how it stands, who asked, when, and how long it took. */
export function ExecutionList({ rows, choice }: Props) {
  const now = useNow();
  const isPaid = rows.some(({ costMicros }) => costMicros);
  const longest = Math.max(1, ...rows.map((row) => durationOf(row, now) ?? 0));
  return (
    <div className="grid overflow-hidden rounded-lg border border-line bg-raised shadow-card">
      {choice && <ChooseAll {...choice} count={rows.length} />}
      <ol className="grid divide-y divide-line">
        {rows.map((row) => (
          <li
            key={row.id}
            data-row={row.id}
            className={cn(
              "relative grid items-center gap-x-4 gap-y-1.5 px-4 py-3 transition-colors duration-150 focus-within:bg-sunken/60 hover:bg-sunken/60",
              choice
                ? "grid-cols-[1.5rem_minmax(0,1fr)] lg:grid-cols-[1.5rem_minmax(0,1fr)_11rem_7rem_auto_9rem]"
                : "lg:grid-cols-[minmax(0,1fr)_11rem_7rem_auto_9rem]",
              row.hasLeft && "opacity-75",
            )}
          >
            {choice && (
              <label className="relative grid size-6 place-items-center">
                <input
                  type="checkbox"
                  className="size-4"
                  checked={choice.chosen.has(row.id)}
                  onChange={() => choice.toggle(row.id)}
                  aria-label={`Choose ${row.title}`}
                />
              </label>
            )}
            <div className="grid min-w-0 gap-0.5">
              <span className="flex min-w-0 items-center gap-2">
                <Link href={row.url} dir="auto" className="min-w-0 truncate font-medium hover:underline hover:underline-offset-3">
                  {row.title}
                </Link>
                {row.simulated && <DryRunMark />}
              </span>
              <p dir="auto" className="max-w-full justify-self-start truncate text-sm text-quiet">
                {sentenceOf(row)}
              </p>
            </div>
            <div className={cn("flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1 lg:contents", choice && "max-lg:col-start-2")}>
              <StatusMark look={lookOf(row)} />
              <Time at={row.createdAt} className="justify-self-start text-sm text-quiet" />
              {isPaid && <Cost micros={row.costMicros} />}
              {!isPaid && <span className="max-lg:hidden" />}
              <Duration ms={durationOf(row, now)} longest={longest} isUnderWay={!isOver(row.status)} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

function ChooseAll({ areAll, chooseAll, chosen, count }: Choice & { count: number }) {
  return (
    <label className="flex min-h-9 items-center gap-4 border-b border-line bg-sunken px-4 text-xs text-quiet">
      <span className="grid size-6 place-items-center">
        <input
          type="checkbox"
          className="size-4"
          checked={areAll}
          ref={(box) => {
            if (box) box.indeterminate = !areAll && chosen.size > 0;
          }}
          onChange={chooseAll}
          aria-keyshortcuts="Shift+X"
        />
      </span>
      Choose all {count} of this page
    </label>
  );
}

function sentenceOf({ hasLeft, waitingOn, requestedBy, trigger }: ShownRow): string {
  if (hasLeft) return "It moved on, and is no longer in this view";
  const who = `${requestedBy}, through ${trigger}`;
  return waitingOn ? `${waitingOn} · ${who}` : who;
}

function durationOf({ createdAt, endedAt }: ShownRow, now: number | undefined): number | undefined {
  const until = endedAt === null ? now : Date.parse(endedAt);
  return until === undefined ? undefined : Math.max(0, until - Date.parse(createdAt));
}

/** Nothing where nothing was paid for. */
function Cost({ micros }: { micros: number | null }) {
  if (!micros) return <span className="max-lg:hidden lg:w-16" />;
  return (
    <span className="text-sm text-quiet tabular-nums lg:w-16 lg:text-end">
      <span className="sr-only">cost </span>
      <bdi>{dollars(micros)}</bdi>
    </span>
  );
}

/** By the logarithm: between a second and a day there is room for both. */
function Duration({ ms, longest, isUnderWay }: { ms: number | undefined; longest: number; isUnderWay: boolean }) {
  const share = ms === undefined ? 0 : Math.log1p(ms) / Math.log1p(longest);
  return (
    <span className="ms-auto flex items-center gap-2 text-sm text-quiet tabular-nums lg:ms-0">
      <span aria-hidden className="hidden h-1.5 grow overflow-hidden rounded-full bg-sunken lg:block">
        <span
          className={cn("block h-full rounded-full", isUnderWay ? "animate-breathe bg-tone-work/60" : "bg-line-strong/60")}
          style={{ inlineSize: `${Math.max(3, share * 100)}%` }}
        />
      </span>
      <span className="min-w-16 text-end">
        <span className="sr-only">took </span>
        <bdi>{ms === undefined ? "…" : took(ms)}</bdi>
      </span>
    </span>
  );
}

/** What came since the page was drawn, when it is wanted. */
export function FreshRows({ count, onShow }: { count: number; onShow: () => void }) {
  if (count === 0) return null;
  return (
    <Button size="sm" onClick={onShow} className="justify-self-center rounded-full">
      <ArrowUp aria-hidden className="size-4" />
      Show {count} new
    </Button>
  );
}
