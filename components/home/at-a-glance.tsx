"use client";

import { Activity, CircleCheck, CircleX, Coins } from "lucide-react";
import Link from "next/link";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useHealth } from "./use-health.ts";

type Props = { workspaceId: string; underWay: number; spentMicros: number };

/** One line: is it well, how much goes on, what did today cost. */
export function AtAGlance({ workspaceId, underWay, spentMicros }: Props) {
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
          <bdi className="font-medium tabular-nums">{money(spentMicros)} today</bdi>
          <span className="text-quiet">{spentMicros === 0 ? "nothing that ran costs money" : "no cap is set"}</span>
        </dd>
      </div>
    </dl>
  );
}

const money = (micros: number) => `$${(micros / 1_000_000).toFixed(2)}`;
