import type { ReactNode } from "react";
import { took } from "#components/ui/ago.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyId } from "#components/ui/copy-id.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Tone } from "#components/ui/tones.ts";
import { spanIdOf, type TraceSpan } from "#lib/execution/trace.ts";
import { dollars } from "#lib/safety/budget.ts";
import { kindLooks, outcomeLooks } from "./trace-looks.ts";

type Props = { executionId: string; span: TraceSpan; now: number; onSelect: (step: string) => void };

const tones: Record<TraceSpan["outcome"], Tone> = { open: "work", ok: "done", failed: "failed", unknown: "failed", left: "plain" };

/** All that is known of one span. */
export function TraceDetail({ executionId, span, now, onSelect }: Props) {
  const { kind, name, from, to, outcome, micros, tokens, facts, step } = span;
  return (
    <Card role="region" aria-label="Span" className="grid min-w-0 content-start gap-3 p-4 text-sm">
      <div className="grid gap-1.5">
        <h2 dir="auto" className="text-lg font-medium break-words">
          {name}
        </h2>
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone={tones[outcome]}>{outcomeLooks[outcome].label}</Badge>
          <span className="text-quiet">{kindLooks[kind].label}</span>
        </p>
      </div>
      <dl className="grid gap-1.5">
        <Fact name="Began">
          <Moment at={new Date(from).toISOString()} as="precise" />
        </Fact>
        <Fact name="Ended">{to === null ? "it goes on" : <Moment at={new Date(to).toISOString()} as="precise" />}</Fact>
        <Fact name="Took">{took((to ?? now) - from)}</Fact>
        {tokens > 0 && (
          <Fact name="Models, all below it">
            {dollars(micros)}, {tokens.toLocaleString("en")} tokens
          </Fact>
        )}
        {facts.map(([fact, value]) => (
          <Fact key={`${fact}${value}`} name={fact}>
            <bdi>{value}</bdi>
          </Fact>
        ))}
        <Fact name="Span id">
          <CopyId id={spanIdOf(executionId, span)} label="Copy the span id" />
        </Fact>
      </dl>
      {step !== null && (
        <Button size="sm" className="justify-self-start" onClick={() => onSelect(step)}>
          Open the step
        </Button>
      )}
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="shrink-0 text-quiet">{name}</dt>
      <dd className="min-w-0 text-end break-words tabular-nums">{children}</dd>
    </div>
  );
}
