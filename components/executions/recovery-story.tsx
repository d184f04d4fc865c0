"use client";

import { took } from "#components/ui/ago.ts";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Tone } from "#components/ui/tones.ts";
import type { ExecutionEvent } from "#lib/execution/events.ts";
import { dollars } from "#lib/safety/budget.ts";

type Told = { seq: number; at: string; word: string; tone: Tone; says: string; ms?: number; cost?: string };

const plain: Record<string, string> = {
  retry: "Tried again",
  "component-replacement": "Another tool",
  "parameter-adjustment": "Other parameters",
  "workflow-modification": "Left out",
  rollback: "Roll back",
  "manual-intervention": "A person",
  "another component": "Another tool",
  "re-plan": "Another plan",
};
const wordOf = (rung: string): string => plain[rung] ?? rung.replaceAll("_", " ");

const costWords = (micros: number, tokens: number): string => `${dollars(micros)}, ${tokens.toLocaleString("en")} tokens`;

const ends: Record<string, string> = {
  recovered: "Recovered",
  failed: "Did not help",
  "left out": "Left out",
  proposed: "Proposed",
  none: "No better plan",
};
const toneOf = (outcome: string): Tone => (({ recovered: "done", proposed: "wait" })[outcome] as Tone | undefined) ?? "failed";
const timesOf = (attempts: number): string => (attempts === 1 ? ", once" : `, ${attempts} times`);

/** One entry of the story, for what belongs to it; the rest of the log is told elsewhere. */
function told(event: ExecutionEvent): Told | undefined {
  const { seq, at, message } = event;
  switch (event.type) {
    case "step.started":
      return event.recovered
        ? { seq, at, word: "Taken over", tone: "retry", says: "The worker was lost; another took the step over." }
        : undefined;
    case "step.retrying":
      return { seq, at, word: "Failed", tone: "retry", says: event.because };
    case "recovery.chosen":
      return { seq, at, word: "Next", tone: "work", says: message };
    case "recovery.tried":
      return {
        seq,
        at,
        word: ends[event.outcome] ?? event.outcome,
        tone: toneOf(event.outcome),
        says: `${wordOf(event.rung)}${event.attempts ? timesOf(event.attempts) : ""}${event.by ? `, by ${event.by.name}` : ""}${event.rung === "retry" && event.outcome === "recovered" ? "" : `: ${event.because}`}`,
        ms: event.ms,
        ...(event.costMicros !== undefined && { cost: costWords(event.costMicros, event.tokens ?? 0) }),
      };
    case "step.held":
      return event.hold.reason === "breaker" ? { seq, at, word: "Waits", tone: "wait", says: event.hold.because } : undefined;
    case "effect.unknown":
      return { seq, at, word: "Unknown", tone: "failed", says: message };
    case "approval.requested":
      return event.kind === "intervention" || event.kind === "unknown_effect"
        ? { seq, at, word: "Asked", tone: "wait", says: message }
        : undefined;
    case "approval.decided":
      return { seq, at, word: "Decided", tone: "plain", says: message };
    case "step.failed":
      return { seq, at, word: "Failed", tone: "failed", says: event.because };
    default:
      return;
  }
}

const needsStory = new Set(["recovery.chosen", "recovery.tried", "step.retrying", "effect.unknown"]);

/** The story of each step that was in trouble, in the order in which it began. */
export function storiesOf(events: readonly ExecutionEvent[]): { step: string; entries: Told[] }[] {
  const troubled = new Set(
    events.flatMap((event) =>
      event.step !== null &&
      (needsStory.has(event.type) ||
        (event.type === "step.started" && event.recovered) ||
        (event.type === "step.held" && event.hold.reason === "breaker"))
        ? [event.step]
        : [],
    ),
  );
  return [...troubled].map((step) => {
    const own = events.filter((event) => event.step === step);
    // The wait for a rung is told by the rung.
    const isSaid = (event: ExecutionEvent, at: number) => event.type === "step.retrying" && own[at - 1]?.type === "recovery.chosen";
    return { step, entries: own.flatMap((event, at) => (isSaid(event, at) ? [] : (told(event) ?? []))) };
  });
}

type Props = { events: readonly ExecutionEvent[]; isRead: boolean; nameOf: (step: string) => string; onSelect: (id: string) => void };

/** What went wrong, what was tried, for how long, and what came of it. */
export function RecoveryStory({ events, isRead, nameOf, onSelect }: Props) {
  if (!isRead) return <Skeleton className="h-40" />;
  const stories = storiesOf(events);
  const ofPlan = events.flatMap((event) => (event.type === "recovery.tried" && event.step === null ? (told(event) ?? []) : []));
  if (stories.length === 0 && ofPlan.length === 0) return <EmptyState title="Nothing had to be recovered" />;
  return (
    <ul className="grid gap-4">
      {stories.map(({ step, entries }) => (
        <li key={step} className="grid gap-3 rounded-lg border border-line bg-raised p-4">
          <h2 className="min-w-0 text-base font-medium">
            <button
              type="button"
              dir="auto"
              className="max-w-full text-start break-words underline-offset-3 hover:underline"
              onClick={() => onSelect(step)}
            >
              {nameOf(step)}
            </button>
          </h2>
          <RungList entries={entries} />
        </li>
      ))}
      {ofPlan.length > 0 && (
        <li className="grid gap-3 rounded-lg border border-line bg-raised p-4">
          <h2 className="text-base font-medium">The whole execution</h2>
          <RungList entries={ofPlan} />
        </li>
      )}
    </ul>
  );
}

export function RungList({ entries }: { entries: Told[] }) {
  return (
    <ol className="grid gap-2 text-sm">
      {entries.map(({ seq, at, word, tone, says, ms, cost }) => (
        <li key={seq} className="grid items-baseline gap-x-3 gap-y-1 sm:grid-cols-[6.5rem_8rem_minmax(0,1fr)_5rem]">
          <Moment at={at} as="precise" className="font-mono text-xs text-quiet" />
          <span>
            <Badge tone={tone}>{word}</Badge>
          </span>
          <span className="min-w-0 break-words">
            <bdi>{says}</bdi>
          </span>
          <span className="grid text-quiet tabular-nums sm:text-end">
            {ms !== undefined && <bdi>{took(ms)}</bdi>}
            {cost !== undefined && <bdi>{cost}</bdi>}
          </span>
        </li>
      ))}
    </ol>
  );
}
