import Link from "next/link";
import { consequences } from "#components/approvals/consequence.ts";
import { Badge } from "#components/ui/badge.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Tone } from "#components/ui/tones.ts";
import type { ShownEffect } from "#lib/execution/list-effects.ts";
import { SayEffect } from "./say-effect.tsx";
import { UndoEffect } from "./undo-effect.tsx";

const looks: Record<ShownEffect["status"], { word: string; tone: Tone }> = {
  intended: { word: "Under way", tone: "work" },
  done: { word: "Done", tone: "done" },
  failed: { word: "Did not happen", tone: "plain" },
  unknown: { word: "Not known", tone: "failed" },
  compensated: { word: "Undone", tone: "cached" },
};

type Props = {
  workspaceId: string;
  effects: ShownEffect[];
  /** Whether one may say what became of what nobody knows. */
  maySay: boolean;
};

/** What the steps did to the world, line by line, each with what proves it. */
export function Ledger({ workspaceId, effects, maySay }: Props) {
  return (
    <ul className="grid divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised shadow-card">
      {effects.map(({ id, summary, tool, effect, status, proof, because, intendedAt, settledAt, to, ...of }) => (
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
            <p className="text-sm text-quiet">
              Meant to happen <Moment at={intendedAt} />, under the key{" "}
              <code dir="ltr" className="font-mono text-xs break-all">
                {of.key}
              </code>
            </p>
          )}
          {status === "unknown" && !of.isSayable && (
            <ButtonLink size="sm" href={of.url} className="justify-self-start">
              Say what became of it
            </ButtonLink>
          )}
          {status === "done" && of.canUndo === false && <p className="text-sm text-quiet">It cannot be undone.</p>}
          {maySay && of.isUndoable && <UndoEffect workspaceId={workspaceId} executionId={of.executionId} id={id} />}
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
