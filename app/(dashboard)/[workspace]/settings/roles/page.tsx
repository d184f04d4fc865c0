import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { MakeRole } from "#components/settings/role-form.tsx";
import { RoleTable } from "#components/settings/role-table.tsx";
import { RolesRoom } from "#components/settings/roles-room.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { beyond, permissionsOf, permissionsOfRoles, permits, Role, roleName } from "#lib/tenancy/permissions.ts";
import { mayTouchRole } from "#lib/tenancy/roles.ts";

export const metadata: Metadata = { title: "Roles" };

type Props = { params: Promise<{ workspace: string }> };

export default async function RolesPage({ params }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace);
  if (!permits(access, "workspace:read")) notFound();
  const custom = await runtime().people.roles.listRoles(access.workspace);
  const mayChange = permits(access, "role:write");
  const offered = permissionsOfRoles.filter((permission) => beyond(access, [permission]).length === 0);
  const rows = custom.map((role) => ({
    ...role,
    permissions: permissionsOf(role).filter((permission) => role.permissions.includes(permission)),
    isInReach: mayTouchRole(access, role).ok,
  }));
  return (
    <>
      <PageHead title="Roles" actions={mayChange && <MakeRole workspaceId={workspace} offered={offered} />}>
        What each role may do. Your own is <bdi>{roleName(access.role)}</bdi>.
      </PageHead>
      {rows.length > 0 && (
        <section aria-labelledby="own-roles" className="grid gap-3">
          <h2 id="own-roles" className="text-xl font-medium">
            Roles of this workspace
          </h2>
          <RolesRoom workspaceId={workspace} roles={rows} offered={offered} mayChange={mayChange} />
        </section>
      )}
      <RoleTable roles={[...Role.options, ...custom]} own={access.role} />
    </>
  );
}
