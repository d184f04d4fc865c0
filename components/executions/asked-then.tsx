import { consequences } from "#components/approvals/consequence.ts";
import { Badge } from "#components/ui/badge.tsx";
import { FermataSign } from "#components/ui/fermata-sign.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Approval } from "#lib/execution/state.ts";
import { PayloadView } from "./payload-view.tsx";

/** What waited for a decision at a moment in the past: there is nothing to decide about it there. */
export function AskedThen({ workspaceId, executionId, approval }: { workspaceId: string; executionId: string; approval: Approval }) {
  const { summary, why, payload, requestedAt, effect } = approval;
  const consequence = consequences[effect ?? ""];
  return (
    <section aria-label={`Waited for a decision: ${summary}`} className="grid min-w-0 gap-4 rounded-lg border border-line bg-raised p-4">
      <div className="flex items-start gap-3">
        <FermataSign className="size-7 shrink-0 text-tone-wait" />
        <h2 className="min-w-0 text-xl font-medium break-words">
          It waited for a decision: <bdi>{summary}</bdi>
        </h2>
      </div>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-quiet">
        {consequence && <Badge tone={consequence.tone}>{consequence.word}</Badge>}
        <span>
          Asked <Moment at={requestedAt} as="precise" />
        </span>
      </p>
      {why.length > 0 && (
        <ul className="list-disc ps-5 text-sm">
          {why.map((reason) => (
            <li key={reason} className="break-words">
              <bdi>{reason}</bdi>
            </li>
          ))}
        </ul>
      )}
      <PayloadView {...{ workspaceId }} executionId={payload.of ?? executionId} id={payload.id} title="What would have happened" />
    </section>
  );
}
