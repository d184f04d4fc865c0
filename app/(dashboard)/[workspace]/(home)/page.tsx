import type { Metadata } from "next";
import { InboxApproval } from "#components/approvals/inbox-approval.ts";
import { RequestBox } from "#components/executions/request-box.tsx";
import { AtAGlance } from "#components/home/at-a-glance.tsx";
import { healthIn } from "#components/home/health.ts";
import { Recent } from "#components/home/recent.tsx";
import { WaitingForMe } from "#components/home/waiting-for-me.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { listApprovals } from "#lib/execution/list-approvals.ts";
import { listExecutions } from "#lib/execution/list-executions.ts";
import { readHome } from "#lib/execution/read-home.ts";
import { ExecutionPage } from "#lib/http/contracts/answers.ts";
import { page } from "#lib/http/cursor.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { readyNow } from "#lib/http/readiness.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Home" };

const recent = 8;
const inbox = 100;

export default async function HomePage({ params }: { params: Promise<{ workspace: string }> }) {
  const { access } = await accessOnPage((await params).workspace, "profile:read");
  const { workspace } = access;
  const mayRead = permits(access, "execution:read");
  const [ready, home, listed, waiting] = await Promise.all([
    readyNow(),
    readHome(runtime(), { workspace }),
    mayRead ? listExecutions(runtime(), { workspace, limit: recent }) : undefined,
    permits(access, "approval:read")
      ? listApprovals(runtime(), {
          workspace,
          asker: { actor: access.actor, mayDecide: permits(access, "approval:decide") },
          status: "open",
          limit: inbox,
        })
      : undefined,
  ]);
  const mayStart = permits(access, "execution:start");
  return (
    <>
      {mayStart ? (
        <RequestBox workspaceId={workspace.id} examples={permits(access, "data:read") ? home.examples : []} />
      ) : (
        <PageHead title="Home">What runs in this workspace, and what it waits for.</PageHead>
      )}
      {mayRead && permits(access, "usage:read") && (
        <AtAGlance workspaceId={workspace.id} health={healthIn(ready)} underWay={home.underWay} today={home.today} />
      )}
      {waiting && (
        <WaitingForMe
          workspaceId={workspace.id}
          first={InboxApproval.array().parse(waiting.ok ? waiting.value.data : [])}
          mayDecide={permits(access, "approval:decide")}
        />
      )}
      {listed && (
        <Recent
          workspaceId={workspace.id}
          first={ExecutionPage.parse(page(listed.ok ? listed.value : { data: [], next: null }))}
          limit={recent}
          mayStart={mayStart}
        />
      )}
      {!mayStart && !waiting && !listed && (
        <EmptyState title="Your role sees neither executions nor approvals">What it opens is among the places of the workspace.</EmptyState>
      )}
    </>
  );
}
