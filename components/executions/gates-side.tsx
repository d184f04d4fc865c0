"use client";

import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Tone } from "#components/ui/tones.ts";
import type { ExecutionEvent } from "#lib/execution/events.ts";
import type { GateFollows, GateOutcome, GatePhase, GateVerdict } from "#lib/safety/gates/gate.ts";

type Asked = { seq: number; at: string; phase: GatePhase; gates: readonly GateVerdict[] };

/** Each time that gates were asked and the log says so, in its order. */
export function gatesIn(events: readonly ExecutionEvent[]): Asked[] {
  return events.flatMap((event): Asked[] => {
    const { seq, at } = event;
    switch (event.type) {
      case "plan.proposed":
      case "execution.planned":
        return event.gates ? [{ seq, at, phase: "pre", gates: event.gates }] : [];
      case "gate.checked":
        return [{ seq, at, phase: event.phase, gates: event.gates }];
      case "execution.completed":
        return event.gates ? [{ seq, at, phase: "post", gates: event.gates }] : [];
      case "execution.failed":
        return event.gates
          ? [{ seq, at, phase: event.gates.some(({ gate }) => gate === "dependencies") ? "pre" : "post", gates: event.gates }]
          : [];
      default:
        return [];
    }
  });
}

const titles: Record<GatePhase, string> = { pre: "Before it began", mid: "While it ran", post: "At its end" };

const outcomeWords: Record<GateOutcome, { word: string; tone: Tone }> = {
  pass: { word: "Pass", tone: "done" },
  warn: { word: "Warning", tone: "wait" },
  fail: { word: "Fail", tone: "failed" },
  not_applicable: { word: "Not applicable", tone: "plain" },
};

const followWords: Record<GateFollows, string> = {
  optimize: "Calls of models are made lighter.",
  aggressive_optimize: "Calls of models are made much lighter.",
  recover: "The step's retries and fallbacks take over.",
  hold: "Nothing more is spent until somebody lets it.",
  notice: "It goes on; somebody should look.",
};

const nameOf = (gate: string): string => `${gate.slice(0, 1).toUpperCase()}${gate.slice(1).replaceAll("-", " ")}`;

type Props = { events: readonly ExecutionEvent[]; isRead: boolean; isOver: boolean };

/** What was checked before, during and after, each with its reason. */
export function GatesSide({ events, isRead, isOver }: Props) {
  if (!isRead) return <Skeleton className="h-40" />;
  const asked = gatesIn(events);
  if (asked.length === 0)
    return (
      <EmptyState title="No gate has been asked yet">
        Before the first step its plan is checked: tools, connections, budget, risk and rights. What they say stands here.
      </EmptyState>
    );
  const hasBegun = events.some(({ type }) => type === "execution.started");
  return (
    <div className="grid gap-6">
      {(["pre", "mid", "post"] as const).map((phase) => {
        const of = asked.filter((one) => one.phase === phase);
        if (of.length === 0 && (phase !== "mid" || !hasBegun)) return null;
        return (
          <section key={phase} aria-labelledby={`gates-${phase}`} className="grid gap-3">
            <h2 id={`gates-${phase}`} className="text-lg font-medium">
              {phase === "mid" && !isOver ? "While it runs" : titles[phase]}
            </h2>
            {of.length === 0 ? (
              <p className="text-quiet">Looked at every ten seconds and at the end of each step, and nothing was found.</p>
            ) : (
              <ol className="grid gap-3">
                {of.map((one) => (
                  <li key={one.seq} className="grid gap-2 rounded-lg border border-line bg-raised p-4">
                    <p className="text-sm text-quiet">
                      <Moment at={one.at} />
                    </p>
                    <GateList gates={one.gates} />
                  </li>
                ))}
              </ol>
            )}
          </section>
        );
      })}
    </div>
  );
}

function GateList({ gates }: { gates: readonly GateVerdict[] }) {
  return (
    <ul className="grid gap-2 text-sm">
      {gates.map(({ gate, outcome, because, follows }) => (
        <li key={gate} className="grid items-baseline gap-x-3 gap-y-1 sm:grid-cols-[9rem_8.5rem_minmax(0,1fr)]">
          <span className="font-medium">{nameOf(gate)}</span>
          <span>
            <Badge tone={outcomeWords[outcome].tone}>{outcomeWords[outcome].word}</Badge>
          </span>
          <span className="min-w-0 break-words">
            <bdi>{because}</bdi>
            {follows && outcome !== "pass" && <span className="text-quiet"> {followWords[follows]}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
