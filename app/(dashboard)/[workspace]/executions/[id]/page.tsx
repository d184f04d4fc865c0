import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Details } from "#components/executions/details.ts";
import { ExecutionRoom } from "#components/executions/execution-room.tsx";
import { readSnapshot } from "#lib/execution/read-snapshot.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Execution" };

export default async function ExecutionPage({ params }: { params: Promise<{ workspace: string; id: string }> }) {
  const { workspace, id } = await params;
  const { access } = await accessOnPage(workspace);
  const read = permits(access, "execution:read") ? await readSnapshot(runtime(), { workspace: access.workspace, id }) : undefined;
  if (!read?.ok) notFound();
  return (
    <ExecutionRoom
      key={id}
      workspaceId={workspace}
      id={id}
      execution={read.value.execution}
      details={Details.parse(read.value)}
      may={{ control: permits(access, "execution:control"), decide: permits(access, "approval:decide") }}
    />
  );
}
