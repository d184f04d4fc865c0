import type { Metadata } from "next";
import { ExecutionListRoom } from "#components/executions/execution-list-room.tsx";
import { readFilters, writeFilters } from "#components/executions/filters.ts";
import { PageHead } from "#components/ui/page-head.tsx";
import { listExecutions } from "#lib/execution/list-executions.ts";
import { ExecutionPage } from "#lib/http/contracts/answers.ts";
import { ListExecutions } from "#lib/http/contracts/executions.ts";
import { page } from "#lib/http/cursor.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Executions" };

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ExecutionsPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "execution:read");
  const asked = await searchParams;
  const filters = readFilters(asked);
  const paged = ListExecutions.safeParse({ ...filters, ...(asked["cursor"] !== undefined && { cursor: asked["cursor"] }) });
  // A cursor of nobody's is an address that somebody mistyped: the newest are shown.
  const query = paged.success ? paged.data : ListExecutions.parse(filters);
  const cursor = paged.success && typeof asked["cursor"] === "string" ? asked["cursor"] : undefined;
  const listed = await listExecutions(runtime(), { workspace: access.workspace, ...query });
  return (
    <>
      <PageHead title="Executions">All that was asked for, and what became of it.</PageHead>
      <ExecutionListRoom
        key={writeFilters(filters, cursor)}
        workspaceId={workspace}
        filters={filters}
        first={ExecutionPage.parse(page(listed.ok ? listed.value : { data: [], next: null }))}
        may={{ control: permits(access, "execution:control"), start: permits(access, "execution:start") }}
        {...(cursor !== undefined && { cursor })}
      />
    </>
  );
}
