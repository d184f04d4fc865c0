import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppShell } from "#components/shell/app-shell.tsx";
import { readLook } from "#components/shell/look.ts";
import { places } from "#components/shell/nav.ts";
import { countOpenApprovals } from "#lib/execution/read-home.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits, roleName } from "#lib/tenancy/permissions.ts";

type Props = { children: ReactNode; params: Promise<{ workspace: string }> };

export default async function WorkspaceLayout({ children, params }: Props) {
  const { workspace } = await params;
  const { access, person, membership } = await accessOnPage(workspace, "profile:read");
  const jar = await cookies();
  return (
    <AppShell
      workspaceId={workspace}
      workspaceName={membership.workspaceName}
      who={{ name: person.name, email: person.email, role: roleName(membership.role) }}
      workspaces={person.memberships.map(({ workspaceId, workspaceName }) => ({ id: workspaceId, name: workspaceName }))}
      look={readLook((name) => jar.get(name)?.value)}
      paths={places.filter(({ allow }) => permits(access, allow)).map(({ path }) => path)}
      mayStart={permits(access, "execution:start")}
      openApprovals={permits(access, "approval:read") ? await countOpenApprovals(runtime(), access) : 0}
    >
      {children}
    </AppShell>
  );
}
