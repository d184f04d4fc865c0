import type { Metadata } from "next";
import { ExecutionList } from "#components/executions/execution-list.tsx";
import { RequestBox } from "#components/executions/request-box.tsx";
import { listExecutions } from "#lib/execution/list-executions.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Executions" };

const shown = 50;

export default async function WorkspacePage({ params }: { params: Promise<{ workspace: string }> }) {
  const { access } = await accessOnPage((await params).workspace);
  const listed = await listExecutions(runtime(), { workspace: access.workspace, limit: shown });
  return (
    <>
      <h1 className="text-2xl font-semibold">Executions</h1>
      {permits(access, "execution:start") && <RequestBox workspaceId={access.workspace.id} />}
      <section aria-labelledby="recent" className="grid gap-3">
        <h2 id="recent" className="text-lg font-semibold">
          Recent
        </h2>
        <ExecutionList rows={listed.ok ? listed.value.data : []} />
      </section>
    </>
  );
}
