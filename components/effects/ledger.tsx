import Link from "next/link";
import { consequences } from "#components/approvals/consequence.ts";
import { Badge } from "#components/ui/badge.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Tone } from "#components/ui/tones.ts";
import type { ShownEffect } from "#lib/execution/list-effects.ts";

const looks: Record<ShownEffect["status"], { word: string; tone: Tone }> = {
  intended: { word: "Under way", tone: "work" },
  done: { word: "Done", tone: "done" },
  failed: { word: "Did not happen", tone: "plain" },
  unknown: { word: "Not known", tone: "failed" },
  compensated: { word: "Undone", tone: "cached" },
};

/** What the steps did to the world, line by line, each with what proves it. */
export function Ledger({ workspaceId, effects, undoable }: { workspaceId: string; effects: ShownEffect[]; undoable: ReadonlySet<string> }) {
  return (
    <ul className="grid divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised shadow-card">
      {effects.map(
        ({ id, key, summary, tool, effect, status, proof, because, intendedAt, settledAt, executionId, executionTitle, url, to }) => (
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
              <Link href={url} className="min-w-0 underline underline-offset-2 hover:text-ink">
                <bdi>{executionTitle}</bdi>
              </Link>
            </p>
            {to.length > 0 && (
              <p className="min-w-0 text-sm break-words">
                To <bdi>{to.join("; ")}</bdi>
              </p>
            )}
            {(because ?? proof) !== undefined && (
              <p dir="auto" className="text-sm break-words text-quiet">
                {because ?? `Proof: ${proof}`}
              </p>
            )}
            {status === "unknown" && (
              <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
                <span className="text-quiet">
                  Meant to happen <Moment at={intendedAt} />, under the key{" "}
                  <code dir="ltr" className="font-mono text-xs break-all">
                    {key}
                  </code>
                </span>
                <ButtonLink size="sm" href={url}>
                  Say what became of it
                </ButtonLink>
              </p>
            )}
            {status === "done" && undoable.has(tool) && (
              <p className="text-sm">
                <Link href={`/${workspaceId}/executions/${executionId}?tab=effects`} className="text-accent underline underline-offset-3">
                  Undo it with what its execution did
                </Link>
              </p>
            )}
          </li>
        ),
      )}
    </ul>
  );
}
