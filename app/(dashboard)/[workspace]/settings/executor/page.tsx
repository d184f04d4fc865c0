import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ExecutorRoom } from "#components/settings/executor-room.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { readExecutor } from "#inngest/executor-state.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Executor" };

type Props = { params: Promise<{ workspace: string }> };

export default async function ExecutorPage({ params }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace);
  if (!permits(access, "execution:control")) notFound();
  const state = await readExecutor(access.workspace);
  return (
    <>
      <PageHead title="Executor">What drives the executions of this workspace, and what it could not do.</PageHead>
      {state ? (
        <ExecutorRoom workspaceId={workspace} first={state} />
      ) : (
        <EmptyState title="Inngest runs the functions">Its own dashboard shows their runs, queues and failures.</EmptyState>
      )}
    </>
  );
}
