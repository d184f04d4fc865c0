import Link from "next/link";
import { executionLooks } from "#components/executions/status.ts";
import { took } from "#components/ui/ago.ts";
import { Card } from "#components/ui/card.tsx";
import type { ExecutionStatus } from "#lib/execution/state.ts";
import type { PlanFacts as Facts, PlanCard } from "./card.ts";
import type { Draft } from "./edit-plan.ts";
import { EffectBadge } from "./effect-badge.tsx";

type Props = { workspaceId: string; card: Facts; draft: Draft; batches: number; isEdited: boolean };

/** What to know before it runs: how long, how much, what could go wrong, and what the planner saw. */
export function PlanFacts({ workspaceId, card, draft, batches, isEdited }: Props) {
  const words = new Map(draft.steps.map((step) => [step.id, step.words]));
  const risks = card.risks.filter(({ stepId }) => words.has(stepId));
  return (
    <div className="grid content-start gap-4">
      <Card className="grid gap-3 p-4">
        <h2 className="text-lg font-medium">Estimate</h2>
        <Estimate estimate={card.estimate} />
        {card.confidence && <Confidence confidence={card.confidence} />}
        <dl className="grid gap-1.5 border-t border-line pt-3 text-sm">
          <Fact name="Steps" value={`${draft.steps.length} in ${batches} ${batches === 1 ? "batch" : "batches"}`} />
          <Fact name="Side by side" value={`${gainOf(draft.steps.length, batches)}% fewer turns`} />
        </dl>
        {isEdited && <p className="text-sm text-quiet">Times and confidence are those of the plan before your changes.</p>}
      </Card>
      <Card className="grid gap-3 p-4">
        <h2 className="text-lg font-medium">Risks</h2>
        {risks.length === 0 ? (
          <p className="text-sm text-quiet">It only reads, or writes what can be undone.</p>
        ) : (
          <ul className="grid gap-2.5 text-sm">
            {risks.map(({ stepId, effect, because }) => (
              <li key={`${stepId}${because}`} className="grid gap-1">
                <span className="flex flex-wrap items-center gap-2">
                  <EffectBadge effect={effect} />
                  <bdi className="min-w-0 font-medium break-words">{words.get(stepId)}</bdi>
                </span>
                <span className="text-quiet">{because}</span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {card.saw && <Saw workspaceId={workspaceId} saw={card.saw} notes={card.notes} />}
    </div>
  );
}

const gainOf = (steps: number, batches: number): number => (steps === 0 ? 0 : Math.round(((steps - batches) / steps) * 100));

function Estimate({ estimate }: { estimate: PlanCard["estimate"] }) {
  if (!estimate?.durationMs) return <p className="text-sm text-quiet">{estimate?.basis ?? "Nothing is known of it yet"}.</p>;
  const { low, high } = estimate.durationMs;
  return (
    <div className="grid gap-1">
      <p className="font-display text-xl tabular-nums">
        {took(low)} to {took(high)}
      </p>
      <p className="text-sm text-quiet">
        Half of the earlier runs were faster than the first, one in twenty slower than the second; without the waits for people. It rests on{" "}
        {estimate.basis}.
      </p>
      <p className="text-sm text-quiet">
        {estimate.costMicros === null ? "No cost is known of these tools." : `About ${(estimate.costMicros / 1_000_000).toFixed(4)} USD.`}
        {estimate.tokens !== null && ` About ${estimate.tokens.toLocaleString("en")} tokens.`}
      </p>
    </div>
  );
}

function Confidence({ confidence: { share, low, high, basis } }: { confidence: NonNullable<PlanCard["confidence"]> }) {
  return (
    <div className="grid gap-1.5 border-t border-line pt-3 text-sm">
      <p className="flex items-baseline justify-between gap-3">
        <span className="text-quiet">Confidence that it runs through</span>
        <span className="font-display text-xl tabular-nums">{percent(share)}</span>
      </p>
      <span aria-hidden className="relative block h-1.5 overflow-hidden rounded-full bg-sunken">
        <span className="absolute inset-y-0 bg-tone-done/35" style={{ insetInlineStart: percent(low), width: percent(high - low) }} />
        <span className="absolute inset-y-0 w-0.5 bg-tone-done" style={{ insetInlineStart: `calc(${percent(share)} - 2px)` }} />
      </span>
      <p className="text-quiet">
        Likely between {percent(low)} and {percent(high)}, by {basis}.
      </p>
    </div>
  );
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="flex justify-between gap-3">
      <dt className="text-quiet">{name}</dt>
      <dd className="text-end tabular-nums">
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}

function Saw({ workspaceId, saw, notes }: Pick<PlanCard, "saw" | "notes"> & { workspaceId: string }) {
  const seen: [string, string[]][] = [
    ["Understood as", saw.goals],
    ["People", saw.people.map(({ asked, found }) => `${asked}: ${found.join(", ") || "nobody found"}`)],
    ["Organisations", saw.organisations],
    ["Topics", saw.topics],
    ["Times", saw.periods.map(({ words, from, to }) => `${words}: ${from} to ${to}`)],
  ];
  return (
    <Card className="grid gap-3 p-4">
      <h2 className="text-lg font-medium">What the planner saw</h2>
      <dl className="grid gap-2.5 text-sm">
        {seen
          .filter(([, found]) => found.length > 0)
          .map(([name, found]) => (
            <div key={name} className="grid gap-0.5">
              <dt className="text-quiet">{name}</dt>
              {found.map((one) => (
                <dd key={one} dir="auto">
                  {one}
                </dd>
              ))}
            </div>
          ))}
      </dl>
      {saw.workload && <Load workspaceId={workspaceId} load={saw.workload} />}
      {notes.length > 0 && (
        <ul className="grid list-disc gap-1 border-t border-line ps-5 pt-3 text-sm text-quiet">
          {notes.map((line) => (
            <li key={line} dir="auto">
              {line}
            </li>
          ))}
        </ul>
      )}
      <p className="text-sm text-quiet">
        {saw.tools} tools, planned by {saw.model}, as of {saw.today}.
      </p>
    </Card>
  );
}

/** How it stood in the workspace, and what was asked before in much the same words. */
function Load({
  workspaceId,
  load: { underWay, openApprovals, similar },
}: {
  workspaceId: string;
  load: NonNullable<PlanCard["saw"]["workload"]>;
}) {
  return (
    <div className="grid gap-2 border-t border-line pt-3 text-sm">
      <p className="text-quiet">
        {underWay === 0 ? "Nothing else is under way" : `${underWay} under way`},{" "}
        {openApprovals === 0 ? "nothing waits for a decision" : `${openApprovals} waiting for a decision`}.
      </p>
      {similar.length > 0 && (
        <div className="grid gap-1">
          <p className="text-quiet">Asked before</p>
          <ul className="grid gap-1">
            {similar.map(({ id, title, status }) => (
              <li key={id}>
                <Link href={`/${workspaceId}/executions/${id}`} className="underline">
                  <bdi>{title}</bdi>
                </Link>{" "}
                <span className="text-quiet">{executionLooks[status as ExecutionStatus]?.label.toLowerCase() ?? status}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
