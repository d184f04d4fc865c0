import { Activity, Coins } from "lucide-react";
import Link from "next/link";
import { dollars, percentOf } from "#lib/safety/budget.ts";
import type { Health } from "./health.ts";
import { HealthLine } from "./health-line.tsx";

type Props = { workspaceId: string; health: Health; underWay: number; today: { micros: number; limitMicros: number | null } };

/** One line: is it well, how much goes on, what did today cost. */
export function AtAGlance({ workspaceId, health, underWay, today }: Props) {
  return (
    <dl className="grid gap-x-10 gap-y-3 border-y border-line py-4 text-sm sm:flex sm:flex-wrap">
      <div className="flex items-center gap-2.5">
        <dt className="sr-only">Health</dt>
        <dd className="flex min-h-5 items-center gap-2.5">
          <HealthLine workspaceId={workspaceId} first={health} />
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
