import type { Metadata } from "next";
import { ApprovalsRoom } from "#components/approvals/approvals-room.tsx";
import { InboxApproval } from "#components/approvals/inbox-approval.ts";
import { views } from "#components/approvals/views.ts";
import { PageHead } from "#components/ui/page-head.tsx";
import { listApprovals } from "#lib/execution/list-approvals.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Approvals" };

const shown = 100;

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<{ view?: string | string[] }> };

export default async function ApprovalsPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { access, person } = await accessOnPage(workspace, "approval:read");
  const { view } = await searchParams;
  const listed = await listApprovals(runtime(), {
    workspace: access.workspace,
    asker: { actor: access.actor, mayDecide: permits(access, "approval:decide") },
    status: "open",
    limit: shown,
  });
  return (
    <>
      <PageHead title="Approvals">What is held until somebody releases it, the next to expire first.</PageHead>
      <ApprovalsRoom
        workspaceId={workspace}
        view={views.find((one) => one === view) ?? "role"}
        me={{ id: person.id }}
        mayDecide={permits(access, "approval:decide")}
        mayWrite={permits(access, "approval:discuss")}
        first={InboxApproval.array().parse(listed.ok ? listed.value.data : [])}
      />
    </>
  );
}
