import Link from "next/link";
import { took } from "#components/ui/ago.ts";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FigureTable } from "#components/ui/figure-table.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Section } from "#components/ui/section.tsx";
import type { Tone } from "#components/ui/tones.ts";
import type { Reliability } from "#lib/execution/read-reliability.ts";
import { BreakerBoard } from "./breaker-board.tsx";

/** What came of a rung. Those that are not named here did not help. */
const outcomes: Record<string, { word: string; tone: Tone }> = {
  recovered: { word: "Recovered", tone: "done" },
  undone: { word: "Undone", tone: "done" },
  "partly undone": { word: "Partly undone", tone: "wait" },
  "left out": { word: "Left out", tone: "wait" },
  proposed: { word: "Another plan proposed", tone: "wait" },
  none: { word: "No better plan", tone: "plain" },
  failed: { word: "Did not help", tone: "failed" },
};

type Props = { workspaceId: string; mayTurn: boolean; reliability: Reliability };

/** Recovery in figures, the breakers, and what was recovered last. */
export function ReliabilityRoom({ workspaceId, mayTurn, reliability }: Props) {
  const { breakers, rungs, latest } = reliability;
  return (
    <div className="grid gap-8">
      <Figures workspaceId={workspaceId} reliability={reliability} />
      <Section
        title="Breakers"
        says="A component that fails again and again is not called for a while; then one call tries whether it is well."
      >
        {breakers.length === 0 ? (
          <EmptyState title="No component has failed yet">Web addresses and mail servers appear here once a call to them fails.</EmptyState>
        ) : (
          <BreakerBoard workspaceId={workspaceId} mayTurn={mayTurn} breakers={breakers} />
        )}
      </Section>
      <Section title="What helped" says="Each rung of the ladder: how often it was taken, and how often it brought the step through.">
        {rungs.length === 0 ? (
          <EmptyState title="Nothing had to be tried twice" />
        ) : (
          <FigureTable
            columns={["Rung", "Taken", "Helped"]}
            rows={rungs.map(({ rung, tried, recovered }) => ({
              key: rung,
              name: rung.replaceAll("_", " "),
              figures: [tried, `${recovered} (${percent(recovered / tried)})`],
            }))}
          />
        )}
      </Section>
      <Section title="Lately">
        {latest.length === 0 ? (
          <EmptyState title="Nothing was recovered in this time" />
        ) : (
          <ul className="grid divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised shadow-card">
            {latest.map((one) => (
              <li key={`${one.executionId}:${one.step}:${one.rung}:${one.at}`} className="grid gap-1 px-4 py-3">
                <span className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                  <Link
                    dir="auto"
                    href={`/${workspaceId}/executions/${one.executionId}?tab=recovery`}
                    className="min-w-0 font-medium break-words underline-offset-3 hover:underline"
                  >
                    {one.title}
                  </Link>
                  <Badge tone={outcomes[one.outcome]?.tone ?? "failed"}>{outcomes[one.outcome]?.word ?? one.outcome}</Badge>
                </span>
                <span className="text-sm break-words text-quiet">
                  {one.step !== null && (
                    <>
                      <bdi className="font-mono text-xs">{one.step}</bdi>,{" "}
                    </>
                  )}
                  {one.rung.replaceAll("_", " ")}, {took(one.ms)}, <Moment at={one.at} />: <bdi>{one.because}</bdi>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </div>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(share === 1 || share === 0 ? 0 : 1)}%`;

function Figures({ workspaceId, reliability }: { workspaceId: string; reliability: Reliability }) {
  const { troubled, recovered, recoveredShare, timeToRecoverMs, interventions, openBreakers, unknownEffects } = reliability;
  const figures: { name: string; figure: string; says: string; href?: string }[] = [
    {
      name: "Recovered by itself",
      figure: recoveredShare === null ? "–" : percent(recoveredShare),
      says: troubled === 0 ? "no step was in trouble" : `${recovered} of ${troubled} steps in trouble`,
    },
    {
      name: "Time to recover",
      figure: timeToRecoverMs === null ? "–" : took(timeToRecoverMs.p95),
      says: timeToRecoverMs === null ? "nothing to measure" : `95 of 100 are faster; half take ${took(timeToRecoverMs.p50)}`,
    },
    { name: "People needed", figure: String(interventions), says: interventions === 1 ? "step" : "steps" },
    { name: "Open breakers", figure: String(openBreakers), says: openBreakers === 0 ? "every component is called" : "now" },
    {
      name: "Unknown effects",
      figure: String(unknownEffects.now),
      says: `now; ${unknownEffects.since} came up in this time`,
      href: `/${workspaceId}/effects?status=unknown`,
    },
  ];
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-5">
      {figures.map(({ name, figure, says, href }) => (
        <div key={name} className="grid content-start gap-1 rounded-lg border border-line bg-raised p-4 shadow-card">
          <dt className="text-sm text-quiet">{name}</dt>
          <dd className="grid gap-1">
            <span className="text-2xl font-medium tabular-nums">
              {href === undefined ? (
                <bdi>{figure}</bdi>
              ) : (
                <Link href={href} aria-label={`${figure} unknown effects`} className="underline-offset-4 hover:underline">
                  <bdi>{figure}</bdi>
                </Link>
              )}
            </span>
            <span className="text-sm text-quiet">{says}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
