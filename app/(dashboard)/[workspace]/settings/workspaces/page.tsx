import type { Metadata } from "next";
import { MakeWorkspace } from "#components/settings/workspace-form.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { permits, roleName } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Workspaces" };

type Props = { params: Promise<{ workspace: string }> };

export default async function WorkspacesPage({ params }: Props) {
  const { workspace } = await params;
  const { access, person } = await accessOnPage(workspace, "profile:read");
  return (
    <>
      <PageHead title="Workspaces" actions={permits(access, "workspace:create") && <MakeWorkspace workspaceId={workspace} />}>
        Those that you belong to. None of them sees anything of another.
      </PageHead>
      <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
        {person.memberships.map(({ workspaceId, workspaceName, role }) => (
          <li key={workspaceId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
            {/* A whole new page, so that nothing of the one stays in memory in the other. */}
            <a href={`/${workspaceId}`} className="font-medium underline-offset-4 hover:underline">
              <bdi>{workspaceName}</bdi>
            </a>
            <code dir="ltr" className="font-mono text-sm text-quiet">
              /{workspaceId}
            </code>
            <span className="grow text-end text-sm text-quiet">{roleName(role)}</span>
            {workspaceId === workspace && <Badge tone="accent">You are here</Badge>}
          </li>
        ))}
      </ul>
    </>
  );
}
