import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { InboxApproval } from "#components/approvals/inbox-approval.ts";
import { Details } from "#components/executions/details.ts";
import { ExecutionRoom } from "#components/executions/execution-room.tsx";
import { listApprovals } from "#lib/execution/list-approvals.ts";
import { readSnapshot } from "#lib/execution/read-snapshot.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";

type Props = { params: Promise<{ workspace: string; id: string }> };

/** Read once for the title and the page. */
const snapshotOn = cache(async (workspace: string, id: string) => {
  const { access } = await accessOnPage(workspace, "execution:read");
  return { access, read: await readSnapshot(runtime(), { workspace: access.workspace, id }) };
});

const asksShown = 20;

/** What of it waits for a decision, as the inbox shows it. */
async function waitingOn(access: Awaited<ReturnType<typeof snapshotOn>>["access"], id: string): Promise<InboxApproval[]> {
  const asker = { actor: access.actor, mayDecide: permits(access, "approval:decide") };
  const listed = await listApprovals(runtime(), { workspace: access.workspace, asker, status: "open", execution: id, limit: asksShown });
  return InboxApproval.array().parse(listed.ok ? listed.value.data : []);
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  const { read } = await snapshotOn(workspace, id);
  return { title: read.ok ? read.value.title : "Execution" };
}

export default async function ExecutionPage({ params }: Props) {
  const { workspace, id } = await params;
  const { access, read } = await snapshotOn(workspace, id);
  if (!read.ok) notFound();
  return (
    <ExecutionRoom
      key={id}
      workspaceId={workspace}
      id={id}
      execution={read.value.execution}
      details={Details.parse(read.value)}
      waiting={read.value.execution.head.openApprovals > 0 ? await waitingOn(access, id) : []}
      madeAt={runtime().now().getTime()}
      may={{
        start: permits(access, "execution:start"),
        control: permits(access, "execution:control"),
        decide: permits(access, "approval:decide"),
        discuss: permits(access, "approval:discuss"),
        save: permits(access, "workflow:write"),
        budget: permits(access, "budget:write"),
        report: permits(access, "feedback:write"),
      }}
    />
  );
}
