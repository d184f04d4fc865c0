import { Equal, Split } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ChangeList } from "#components/plan/plan-changes.tsx";
import { took } from "#components/ui/ago.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { cn } from "#components/ui/cn.ts";
import { JsonView } from "#components/ui/json-view.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Difference, Pair } from "#lib/execution/compare.ts";
import type { ComparedSide, Comparison } from "#lib/execution/compare-executions.ts";
import type { StepStatus } from "#lib/execution/state.ts";
import { type RowsAsked, rowsAtOnce, rowsOf } from "./compared-rows.ts";
import { DryRunMark } from "./dry-run-mark.tsx";
import { executionLooks, stepLooks } from "./status.ts";
import { StatusMark } from "./status-mark.tsx";

/** Two executions: what each is, where they part, and step by step what is the same and what is not. */
export function ComparisonView({ comparison, asked }: { comparison: Comparison; asked: RowsAsked }) {
  const { left, right, plan, first, steps } = comparison;
  const { rows, alike, more } = rowsOf(steps, asked);
  return (
    <div className="grid gap-8">
      <div className="grid gap-4 md:grid-cols-2">
        <Side side={left} label="On the left" />
        <Side side={right} label="On the right" />
      </div>
      <Parting first={first} />
      {plan.length > 0 && (
        <section aria-labelledby="plan-differs" className="grid gap-3">
          <h2 id="plan-differs" className="text-xl font-medium">
            What differs in the plan
          </h2>
          <Card className="p-4">
            <ChangeList changes={plan} />
          </Card>
        </section>
      )}
      <section aria-labelledby="compared-steps" className="grid gap-3">
        <h2 id="compared-steps" className="text-xl font-medium">
          Steps
        </h2>
        {steps.length === 0 ? (
          <p className="text-quiet">Neither has a plan yet.</p>
        ) : (
          <ol className="grid divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised shadow-card">
            {rows.map((pair) => (
              <Row key={pair.step} pair={pair} left={left} right={right} />
            ))}
          </ol>
        )}
        {(alike > 0 || more > 0) && (
          <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
            {more > 0 && (
              <Link className="underline" scroll={false} href={addressOf({ with: right.id, to: asked.to + rowsAtOnce, all: asked.all })}>
                Show {Math.min(more, rowsAtOnce).toLocaleString("en")} more
              </Link>
            )}
            {alike > 0 && (
              <Link className="underline" scroll={false} href={addressOf({ with: right.id, to: asked.to, all: true })}>
                Show the {alike.toLocaleString("en")} that are the same too
              </Link>
            )}
          </p>
        )}
      </section>
    </div>
  );
}

const addressOf = ({ with: other, to, all }: RowsAsked & { with: string }) =>
  `?${new URLSearchParams({ with: other, to: String(to), ...(all && { all: "1" }) })}`;

function Side({ side, label }: { side: ComparedSide; label: string }) {
  const facts: [string, ReactNode][] = [
    ["Started", <Moment key="at" at={side.createdAt} />],
    ["Took", side.durationMs === null ? "still under way" : took(side.durationMs)],
    ["Cost", side.costMicros === null ? "nothing was paid for" : `${(side.costMicros / 1_000_000).toFixed(4)} USD`],
    ["Plan", side.planVersion === null ? "none yet" : `version ${side.planVersion}`],
  ];
  return (
    <Card role="region" aria-label={label} className="grid content-start gap-3 p-4">
      <h2 className="min-w-0 text-lg font-medium break-words">
        <Link href={side.url} dir="auto" className="hover:underline">
          {side.title}
        </Link>
      </h2>
      <p className="flex flex-wrap items-center gap-2">
        <StatusMark look={executionLooks[side.status]} />
        {side.simulated && <DryRunMark />}
        <span className="font-mono text-xs text-quiet">{side.id}</span>
      </p>
      <dl className="grid gap-1 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-quiet">{name}</dt>
            <dd className="tabular-nums">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

const partings: Record<Difference | "plan", string> = {
  plan: "the plan says something else of it",
  input: "something else went in",
  presence: "only one of them has it",
  tool: "another tool does it",
  status: "it ended otherwise",
  output: "something else came out",
};

function Parting({ first }: { first: Comparison["first"] }) {
  if (!first)
    return (
      <p className="flex items-center gap-2 rounded-lg border border-line bg-sunken p-4">
        <Equal aria-hidden className="size-5 text-tone-done" />
        They are the same, step by step.
      </p>
    );
  return (
    <section aria-labelledby="first" className="grid gap-3">
      <h2 id="first" className="flex items-center gap-2 text-xl font-medium">
        <Split aria-hidden className="size-5 shrink-0 text-tone-wait" />
        <span className="min-w-0">
          They part at <bdi>{first.name}</bdi>: {partings[first.what]}
        </span>
      </h2>
      {JSON.stringify(first.left) !== JSON.stringify(first.right) && (
        <div className="grid gap-4 md:grid-cols-2">
          <JsonView value={first.left} label="On the left" />
          <JsonView value={first.right} label="On the right" />
        </div>
      )}
      <p className="text-sm text-quiet">What differs further below may come of it.</p>
    </section>
  );
}

const differenceWords: Record<Difference, string> = {
  presence: "on one side only",
  tool: "another tool",
  input: "another input",
  status: "another end",
  output: "another output",
};

function Row({ pair, left, right }: { pair: Pair; left: ComparedSide; right: ComparedSide }) {
  const isSame = pair.differs.length === 0;
  return (
    <li
      className={cn(
        "grid gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)]",
        !isSame && "bg-tone-wait-soft/40",
      )}
    >
      <div className="grid min-w-0 content-start gap-1">
        <bdi className="min-w-0 font-medium break-words">{pair.name}</bdi>
        <span className="flex flex-wrap items-center gap-2 text-sm text-quiet">
          <span className="font-mono text-xs">{pair.tool}</span>
          {isSame
            ? "the same"
            : pair.differs.map((differs) => (
                <Badge key={differs} tone="wait">
                  {differenceWords[differs]}
                </Badge>
              ))}
        </span>
      </div>
      <Half step={pair.left} label="left" href={`${left.url}?step=${encodeURIComponent(pair.step)}`} />
      <Half step={pair.right} label="right" href={`${right.url}?step=${encodeURIComponent(pair.step)}`} />
    </li>
  );
}

function Half({ step, label, href }: { step: Pair["left"]; label: string; href: string }) {
  if (!step) return <p className="text-sm text-quiet">Not on the {label}</p>;
  return (
    <div className="grid min-w-0 content-start gap-1 text-sm">
      <Link
        href={href}
        aria-label={`The step on the ${label}: ${stepLooks[step.status as StepStatus].label}`}
        className="justify-self-start hover:underline"
      >
        <StatusMark look={stepLooks[step.status as StepStatus]} />
      </Link>
      <span className="text-quiet">
        {[step.reused ? "taken over" : undefined, step.ms === null ? undefined : took(step.ms)]
          .filter((word) => word !== undefined)
          .join(", ")}
      </span>
      {step.preview !== null && <bdi className="min-w-0 break-words text-quiet">{step.preview}</bdi>}
    </div>
  );
}
