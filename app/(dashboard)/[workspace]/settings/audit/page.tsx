import type { Metadata } from "next";
import { AuditFilters } from "#components/settings/audit-filters.tsx";
import { AuditList } from "#components/settings/audit-list.tsx";
import { VerifyAudit } from "#components/settings/verify-audit.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { ListAudit } from "#lib/http/contracts/people.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";

export const metadata: Metadata = { title: "Audit" };

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "audit:read");
  const { q, action, before } = await searchParams;
  const asked = ListAudit.safeParse({ text: q || undefined, action: action || undefined, cursor: before });
  const { cursor, ...filter } = asked.success ? asked.data : ListAudit.parse({});
  const { data, next } = await runtime().people.auditLog.listAudit(access.workspace, { ...filter, before: cursor });
  const { text = "", action: room = "" } = filter;
  const kept = new URLSearchParams({ ...(text !== "" && { q: text }), ...(room !== "" && { action: room }) });
  const exported = new URLSearchParams({ workspace, ...(text !== "" && { text }), ...(room !== "" && { action: room }) });
  return (
    <>
      <PageHead title="Audit">
        Who did what, when, from where and why. Nothing here can be changed or deleted; each entry holds the one before it.
      </PageHead>
      <VerifyAudit workspaceId={workspace}>
        <ButtonLink prefetch={false} href={`/api/audit/export?${exported}&format=csv`} download>
          Export CSV
        </ButtonLink>
        <ButtonLink prefetch={false} href={`/api/audit/export?${exported}`} download>
          JSON lines
        </ButtonLink>
      </VerifyAudit>
      <AuditFilters text={text} room={room} />
      {data.length === 0 ? (
        <EmptyState title="Nothing like this was done">Try fewer or other words.</EmptyState>
      ) : (
        <AuditList entries={data} />
      )}
      {next !== null && (
        <ButtonLink href={`/${workspace}/settings/audit?${kept}&before=${next}`} kind="plain" className="justify-self-center">
          Older
        </ButtonLink>
      )}
    </>
  );
}
