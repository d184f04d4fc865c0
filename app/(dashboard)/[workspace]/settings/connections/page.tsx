import type { Metadata } from "next";
import { MakeConnection } from "#components/settings/connection-form.tsx";
import { ConnectionsRoom } from "#components/settings/connections-room.tsx";
import { choiceOf } from "#components/settings/role-choice.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits, Role } from "#lib/tenancy/permissions.ts";
import { takesConnection } from "#lib/tools/takes-connection.ts";

export const metadata: Metadata = { title: "Connections" };

type Props = { params: Promise<{ workspace: string }> };

export default async function ConnectionsPage({ params }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "connection:read");
  const connections = await runtime().connections.listConnections(access.workspace);
  const mayChange = permits(access, "connection:write");
  const roles = [...Role.options, ...(await runtime().people.roles.listRoles(access.workspace))].map(choiceOf);
  const tools = runtime()
    .registry.all()
    .filter(takesConnection)
    .map(({ name, title }) => ({ id: name, name: title }));
  return (
    <>
      <PageHead title="Connections" actions={mayChange && <MakeConnection workspaceId={workspace} roles={roles} tools={tools} />}>
        Secrets of other services. A web request that names a connection is sent with its secret, to its host and nowhere else.
      </PageHead>
      {connections.length === 0 ? (
        <EmptyState title="There is no connection yet">
          With one, a step can call a service that asks who is calling, and no plan, log or result holds the secret.
        </EmptyState>
      ) : (
        <ConnectionsRoom workspaceId={workspace} connections={connections} roles={roles} tools={tools} mayChange={mayChange} />
      )}
    </>
  );
}
