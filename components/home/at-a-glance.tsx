"use client";

import { Activity, CircleCheck, CircleX, Coins } from "lucide-react";
import Link from "next/link";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { dollars, percentOf } from "#lib/safety/budget.ts";
import { useHealth } from "./use-health.ts";

type Props = { workspaceId: string; underWay: number; today: { micros: number; limitMicros: number | null } };

/** One line: is it well, how much goes on, what did today cost. */
export function AtAGlance({ workspaceId, underWay, today }: Props) {
  const health = useHealth(workspaceId);
  const isWell = health?.word === "Everything answers";
  const Mark = isWell ? CircleCheck : CircleX;
  return (
    <dl className="grid gap-x-10 gap-y-3 border-y border-line py-4 text-sm sm:flex sm:flex-wrap">
      <div className="flex items-center gap-2.5">
        <dt className="sr-only">Health</dt>
        <dd className="flex min-h-5 items-center gap-2.5">
          {health ? (
            <>
              <Mark aria-hidden className={isWell ? "size-4 text-tone-done" : "size-4 text-tone-failed"} />
              <span className="font-medium">{health.word}</span>
              <bdi className="text-quiet tabular-nums">{health.says}</bdi>
            </>
          ) : (
            <Skeleton className="h-4 w-56" />
          )}
        </dd>
      </div>
      <div className="flex items-center gap-2.5">
        <dt className="sr-only">Under way</dt>
        <dd className="flex items-center gap-2.5">
          <Activity aria-hidden className="size-4 text-tone-work" />
          <Link href={`/${workspaceId}/executions?view=open`} className="font-medium underline-offset-3 hover:underline">
            <bdi>{underWay} under way</bdi>
          </Link>
        </dd>
      </div>
      <div className="flex items-center gap-2.5">
        <dt className="sr-only">Spent today</dt>
        <dd className="flex items-center gap-2.5">
          <Coins aria-hidden className="size-4 text-quiet" />
          <Link href={`/${workspaceId}/budgets`} className="font-medium tabular-nums underline-offset-3 hover:underline">
            <bdi>{dollars(today.micros)} today</bdi>
          </Link>
          <bdi className="text-quiet tabular-nums">{says(today)}</bdi>
        </dd>
      </div>
    </dl>
  );
}

function says({ micros, limitMicros }: Props["today"]): string {
  if (limitMicros !== null)
    return `of ${dollars(limitMicros)}, ${Math.floor(percentOf({ limitMicros, limitTokens: null }, { micros, tokens: 0 }) ?? 0)} %`;
  return micros === 0 ? "nothing that ran costs money" : "no cap is set";
}
