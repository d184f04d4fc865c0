"use client";

import Link from "next/link";
import type { InboxApproval } from "#components/approvals/inbox-approval.ts";
import { useOpenApprovals } from "#components/approvals/use-approvals.ts";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { FermataSign } from "#components/ui/fermata-sign.tsx";
import { Time } from "#components/ui/time.tsx";

type Props = { workspaceId: string; first: InboxApproval[]; mayDecide: boolean };

const most = 3;

/** What is held until this person, or somebody with their role, releases it. */
export function WaitingForMe({ workspaceId, first, mayDecide }: Props) {
  const { data = first } = useOpenApprovals(workspaceId, { first });
  const open = mayDecide ? data.filter(({ you }) => you.may) : data;
  return (
    <section aria-labelledby="waiting" className="grid content-start gap-3">
      <h2 id="waiting" className="text-xl font-medium">
        {mayDecide ? "Waiting for you" : "Waiting for an approver"}
      </h2>
      {open.length === 0 ? (
        <p className="flex items-center gap-3 rounded-lg border border-dashed border-line-strong/50 px-4 py-5 text-sm text-quiet">
          <FermataSign className="size-5 shrink-0" /> Nothing is held. What sends, spends or deletes stops here first.
        </p>
      ) : (
        <ul className="grid divide-y divide-line overflow-hidden rounded-lg border border-tone-wait/60 bg-raised shadow-card">
          {open.slice(0, most).map(({ id, summary, executionTitle, url, expiresAt }) => (
            <li key={id}>
              <Link href={url} className="grid gap-0.5 px-4 py-3 -outline-offset-2 transition-colors duration-150 hover:bg-tone-wait-soft">
                <span className="flex min-w-0 items-center gap-2.5">
                  <FermataSign className="size-4.5 shrink-0 text-tone-wait" />
                  <span dir="auto" className="truncate font-medium">
                    {summary}
                  </span>
                </span>
                <span className="grid min-w-0 ps-7 text-sm text-quiet">
                  <span dir="auto" className="max-w-full justify-self-start truncate">
                    {executionTitle}
                  </span>
                </span>
                <span className="ps-7 text-sm text-quiet">
                  expires <Time at={expiresAt} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {open.length > 0 && (
        <ButtonLink href={`/${workspaceId}/approvals`} size="sm" className="justify-self-start">
          {open.length > most ? `All ${open.length} approvals` : "To the approvals"}
        </ButtonLink>
      )}
    </section>
  );
}
