import type { Metadata } from "next";
import { ExecutorRoom } from "#components/settings/executor-room.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { readExecutor } from "#inngest/executor-state.ts";
import { accessOnPage } from "#lib/http/page.next.ts";

export const metadata: Metadata = { title: "Executor" };

type Props = { params: Promise<{ workspace: string }> };

export default async function ExecutorPage({ params }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "execution:control");
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
