"use client";

import { FlaskConical, Play } from "lucide-react";
import { consequences } from "#components/approvals/consequence.ts";
import { took } from "#components/ui/ago.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { useTimes } from "#components/ui/use-times.tsx";
import type { Forecast } from "./details.ts";
import { useFork } from "./use-fork.ts";

type Props = {
  workspaceId: string;
  id: string;
  forecast: Forecast;
  isOver: boolean;
  mayStart: boolean;
  nameOf: (step: string) => string;
  onSelect: (step: string) => void;
};

const shownFirst = 8;

/** What a dry run found: what the real one would do, whom it would ask, and how long it may take. */
export function ForecastCard({ workspaceId, id, forecast, isOver, mayStart, nameOf, onSelect }: Props) {
  const { fork, isBusy, problem } = useFork({ workspaceId, id });
  return (
    <Card role="region" aria-label="What it would do" className="grid gap-4 p-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 gap-1">
          <h2 className="flex items-center gap-2 text-xl font-medium">
            <FlaskConical aria-hidden className="size-5 text-quiet" />
            {wouldDo(forecast.counts)}
          </h2>
          <p className="text-sm text-quiet">Nothing of this happened: {saidOfAnswers(forecast.answers)}.</p>
        </div>
        {mayStart && isOver && (
          <Button kind="main" disabled={isBusy} onClick={() => void fork({})}>
            <Play aria-hidden className="size-4" />
            {isBusy ? "Starting…" : "Run for real with this plan"}
          </Button>
        )}
      </div>
      {problem && <ProblemNote problem={problem} />}
      <div className="grid gap-4 lg:grid-cols-3">
        <Effects effects={forecast.effects} total={sumOf(forecast.counts)} onSelect={onSelect} />
        <Holds holds={forecast.holds} nameOf={nameOf} onSelect={onSelect} />
        <Estimate forecast={forecast} />
      </div>
    </Card>
  );
}

const spanOf = (low: string, high: string): string => (low === high ? `About ${low}` : `${low} to ${high}`);
const sumOf = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
const order = ["send", "spend", "delete", "write"];

function wouldDo(counts: Record<string, number>): string {
  const parts = order.flatMap((effect) => (counts[effect] ? [`${effect} ${counts[effect]}`] : []));
  return parts.length === 0 ? "It would change nothing" : `It would ${parts.join(", ")}`;
}

function saidOfAnswers({ computed = 0, recorded = 0, contract = 0 }: Record<string, number>): string {
  const parts = [
    computed > 0 && `${counted(computed, "answer was", "answers were")} read in this workspace`,
    recorded > 0 && `${counted(recorded, "is", "are")} what the tool said last`,
    contract > 0 && `${counted(contract, "is", "are")} made up as the tool promises`,
  ].filter((part) => part !== false);
  return parts.join(", ") || "no tool has answered yet";
}

const counted = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`;

function Effects({ effects, total, onSelect }: { effects: Forecast["effects"]; total: number; onSelect: (step: string) => void }) {
  const shown = effects.slice(0, shownFirst);
  return (
    <section aria-label="Effects it would have" className="grid content-start gap-2">
      <h3 className="text-sm font-semibold">Would do</h3>
      {total === 0 && <p className="text-sm text-quiet">It only reads.</p>}
      <ul className="grid gap-2 text-sm">
        {shown.map(({ step, effect, summary }) => (
          <li key={step} className="flex items-start gap-2">
            <Badge tone={consequences[effect]?.tone ?? "plain"} className="shrink-0">
              {effect}
            </Badge>
            <button
              type="button"
              dir="auto"
              onClick={() => onSelect(step)}
              className="min-h-6 min-w-0 text-start break-words hover:underline"
            >
              {summary}
            </button>
          </li>
        ))}
      </ul>
      {total > shown.length && <p className="text-sm text-quiet">and {total - shown.length} more</p>}
    </section>
  );
}

function Holds({
  holds,
  nameOf,
  onSelect,
}: {
  holds: Forecast["holds"];
  nameOf: (step: string) => string;
  onSelect: (step: string) => void;
}) {
  const { dayAndClock } = useTimes();
  const shown = holds.slice(0, shownFirst);
  return (
    <section aria-label="Where it would wait" className="grid content-start gap-2">
      <h3 className="text-sm font-semibold">Would wait</h3>
      {holds.length === 0 && <p className="text-sm text-quiet">For nobody and nothing.</p>}
      <ul className="grid gap-2 text-sm">
        {shown.map(({ step, reason, summary, why, until }) => (
          <li key={`${step}${reason}`} className="grid gap-0.5">
            {step === null ? (
              <bdi className="font-medium">{summary}</bdi>
            ) : (
              <button
                type="button"
                dir="auto"
                onClick={() => onSelect(step)}
                className="min-h-6 text-start font-medium break-words hover:underline"
              >
                {reason === "approval" ? summary : nameOf(step)}
              </button>
            )}
            <span dir="auto" className="text-quiet">
              {reason === "approval"
                ? `for an approver: ${why.join(" ")}`
                : `until ${until === undefined ? "its time" : dayAndClock(until)}`}
            </span>
          </li>
        ))}
      </ul>
      {holds.length > shown.length && <p className="text-sm text-quiet">and {holds.length - shown.length} more</p>}
    </section>
  );
}

function Estimate({ forecast: { durationMs, costMicros, tokens, basis } }: { forecast: Forecast }) {
  return (
    <section aria-label="What it would take" className="grid content-start gap-2 text-sm">
      <h3 className="font-semibold">Would take</h3>
      {durationMs ? (
        <p className="font-display text-xl tabular-nums">{spanOf(took(durationMs.low), took(durationMs.high))}</p>
      ) : (
        <p className="text-quiet">How long is not known.</p>
      )}
      <p className="text-quiet">
        {costMicros === null ? "No cost is known of these tools." : `About ${(costMicros / 1_000_000).toFixed(4)} USD.`}
        {tokens !== null && ` About ${tokens.toLocaleString("en")} tokens.`}
      </p>
      <p className="text-quiet">
        {durationMs
          ? `Half of the earlier runs were faster than the first, one in twenty slower than the second; without people's time. It rests on ${basis}.`
          : `There are ${basis}.`}
      </p>
    </section>
  );
}
