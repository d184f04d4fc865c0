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

const shownApprovals = 100;

/** Read once for the title and the page. */
const snapshotOn = cache(async (workspace: string, id: string) => {
  const { access } = await accessOnPage(workspace);
  const read = permits(access, "execution:read") ? await readSnapshot(runtime(), { workspace: access.workspace, id }) : undefined;
  return { access, read };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, id } = await params;
  const { read } = await snapshotOn(workspace, id);
  return { title: read?.ok ? read.value.title : "Execution" };
}

export default async function ExecutionPage({ params }: Props) {
  const { workspace, id } = await params;
  const { access, read } = await snapshotOn(workspace, id);
  if (!read?.ok) notFound();
  const asker = { actor: access.actor, mayDecide: permits(access, "approval:decide") };
  const listed =
    read.value.execution.head.openApprovals > 0 && permits(access, "approval:read")
      ? await listApprovals(runtime(), { workspace: access.workspace, asker, status: "open", execution: id, limit: shownApprovals })
      : undefined;
  return (
    <ExecutionRoom
      key={id}
      workspaceId={workspace}
      id={id}
      execution={read.value.execution}
      details={Details.parse(read.value)}
      approvals={InboxApproval.array().parse(listed?.ok ? listed.value.data : [])}
      madeAt={runtime().now().getTime()}
      may={{
        start: permits(access, "execution:start"),
        control: permits(access, "execution:control"),
        decide: asker.mayDecide,
        discuss: permits(access, "approval:discuss"),
        save: permits(access, "workflow:write"),
        budget: permits(access, "budget:write"),
      }}
    />
  );
}
