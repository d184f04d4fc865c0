"use client";

import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import type { Tone } from "#components/ui/tones.ts";
import type { Breaker } from "#lib/safety/breaker.ts";
import { useTurn } from "./use-turn.ts";

type Props = { workspaceId: string; mayTurn: boolean; breakers: Breaker[] };

const looks: Record<Breaker["state"], { word: string; tone: Tone }> = {
  closed: { word: "Closed", tone: "done" },
  open: { word: "Open", tone: "failed" },
  half_open: { word: "Trying", tone: "retry" },
};

/** Every component that ever failed, those in trouble first. */
export function BreakerBoard({ workspaceId, mayTurn, breakers }: Props) {
  const { turn, busy, problem } = useTurn(workspaceId);
  return (
    <div className="grid gap-3">
      {problem && <ProblemNote problem={problem} />}
      <ul className="grid divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised shadow-card">
        {breakers.map((breaker) => {
          const { component, state } = breaker;
          const to = state === "closed" ? "open" : "closed";
          return (
            <li key={component} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3">
              <div className="grid min-w-0 grow basis-72 gap-1">
                <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <bdi className="min-w-0 font-mono text-sm break-all">{component}</bdi>
                  <Badge tone={looks[state].tone}>{looks[state].word}</Badge>
                </span>
                <span className="text-sm break-words text-quiet">
                  <Said breaker={breaker} />
                </span>
              </div>
              {mayTurn && (
                <Button size="sm" disabled={busy !== undefined} onClick={() => void turn(component, to)}>
                  {to === "open" ? "Open" : "Close"} <span className="sr-only">{component}</span>
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Said({ breaker: { state, failures, openUntil, lastError, changedAt, changedBy } }: { breaker: Breaker }) {
  return (
    <>
      {changedBy !== null && (
        <>
          {state === "open" ? "Opened" : "Closed"} by <bdi>{changedBy}</bdi>, <Moment at={changedAt} />.{" "}
        </>
      )}
      {state === "open" && openUntil !== null && (
        <>
          Not called until <Moment at={openUntil} />.{" "}
        </>
      )}
      {state === "half_open" && "One call tries whether it is well. "}
      {failures > 0 && `${failures} ${failures === 1 ? "failure" : "failures"} in a row. `}
      {lastError !== null && (
        <>
          Last: <bdi>{lastError}</bdi>
        </>
      )}
    </>
  );
}
