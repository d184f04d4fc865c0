import { useId } from "react";
import { Badge } from "#components/ui/badge.tsx";
import type { Tone } from "#components/ui/tones.ts";
import type { Change } from "#lib/planner/plan-diff.ts";

const tones: Record<Change["kind"], Tone> = { added: "done", removed: "failed", changed: "work" };

/** How the plan differs from what it was. */
export function PlanChanges({ changes, title }: { changes: Change[]; title?: string }) {
  const id = useId();
  const count = changes.length === 1 ? "1 change" : `${changes.length} changes`;
  return (
    <section aria-labelledby={id} className="grid gap-3 rounded-lg border border-line bg-sunken p-4">
      <h2 id={id} className="text-lg font-medium">
        {title ? `${title}: ${changes.length === 0 ? "nothing" : count}` : count}
      </h2>
      <ChangeList changes={changes} />
    </section>
  );
}

/** Change by change, place by place, before and after. */
export function ChangeList({ changes }: { changes: Change[] }) {
  return (
    <ul className="grid gap-2 text-sm">
      {changes.map(({ kind, step, what, before, after }) => (
        <li key={`${kind}${step}${what}`} className="grid gap-1">
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={tones[kind]}>{kind}</Badge>
            <bdi className="min-w-0 font-medium break-words">{step}</bdi>
            <span className="text-quiet">{what}</span>
          </span>
          {kind === "changed" && (
            <span className="grid gap-0.5 ps-1 break-words">
              <del dir="auto" className="text-tone-failed">
                {before}
              </del>
              <ins dir="auto" className="text-tone-done no-underline">
                {after}
              </ins>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
