import { SayEffect } from "#components/effects/say-effect.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Tone } from "#components/ui/tones.ts";
import type { Effect } from "#lib/execution/state.ts";

const tones: Record<Effect["status"], Tone> = {
  intended: "work",
  done: "done",
  failed: "failed",
  unknown: "failed",
  compensated: "cached",
};

type Props = {
  effect: Effect;
  onSelect?: (id: string) => void;
  /** Where a person may say what became of it. */
  sayAt?: { workspaceId: string; executionId: string } | undefined;
};

/** One row of the ledger: what was meant to happen, and whether it did. */
export function EffectRow({ effect, onSelect, sayAt }: Props) {
  const { id, undoes, summary, tool, effect: of, status, proof, because, intendedAt, settledAt, step } = effect;
  return (
    <li className="grid gap-1 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <p dir="auto" className="min-w-0 font-medium break-words">
          {summary}
        </p>
        <Badge tone={tones[status]}>{status}</Badge>
      </div>
      <p className="flex flex-wrap gap-x-3 gap-y-1 text-xs text-quiet">
        <span className="font-mono">{tool}</span>
        <span>{of}</span>
        <Moment at={settledAt ?? intendedAt} />
        {onSelect && (
          <button type="button" onClick={() => onSelect(step)} className="font-mono underline hover:text-ink">
            {step}
          </button>
        )}
      </p>
      {(proof ?? because) && <p className="text-xs break-all text-quiet">{because ?? `Proof: ${proof}`}</p>}
      {sayAt && status === "unknown" && <SayEffect {...sayAt} effect={{ id, step, isUndoing: undoes !== undefined }} />}
    </li>
  );
}
