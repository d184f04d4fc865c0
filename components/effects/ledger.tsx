import Link from "next/link";
import { consequences } from "#components/approvals/consequence.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Tone } from "#components/ui/tones.ts";
import type { ShownEffect } from "#lib/execution/list-effects.ts";
import { SayEffect } from "./say-effect.tsx";

const looks: Record<ShownEffect["status"], { word: string; tone: Tone }> = {
  intended: { word: "Under way", tone: "work" },
  done: { word: "Done", tone: "done" },
  failed: { word: "Did not happen", tone: "plain" },
  unknown: { word: "Not known", tone: "failed" },
  compensated: { word: "Undone", tone: "cached" },
};

/** What the steps did to the world, line by line, each with what proves it. */
export function Ledger({ workspaceId, effects, maySay }: { workspaceId: string; effects: ShownEffect[]; maySay: boolean }) {
  return (
    <ul className="grid divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised shadow-card">
      {effects.map(({ id, summary, tool, effect, status, proof, because, intendedAt, settledAt, ...of }) => (
        <li key={id} className="grid gap-1.5 px-4 py-3">
          <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
            <p className="flex min-w-0 grow basis-60 flex-wrap items-center gap-2">
              <Badge tone={consequences[effect]?.tone ?? "plain"}>{consequences[effect]?.word ?? effect}</Badge>
              <bdi className="min-w-0 font-medium break-words">{summary}</bdi>
            </p>
            <Badge tone={looks[status].tone}>{looks[status].word}</Badge>
          </div>
          <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm text-quiet">
            <Moment at={settledAt ?? intendedAt} />
            <span className="font-mono text-xs">{tool}</span>
            <Link href={of.url} className="min-w-0 underline underline-offset-2 hover:text-ink">
              <bdi>{of.executionTitle}</bdi>
            </Link>
          </p>
          {(because ?? proof) !== undefined && (
            <p dir="auto" className="text-sm break-words text-quiet">
              {because ?? `Proof: ${proof}`}
            </p>
          )}
          {maySay && of.isSayable && (
            <SayEffect
              workspaceId={workspaceId}
              executionId={of.executionId}
              effect={{ id, step: of.step, isUndoing: of.undoes !== undefined }}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
