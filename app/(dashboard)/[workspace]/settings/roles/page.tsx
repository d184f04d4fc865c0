import type { Metadata } from "next";
import { everyPermission, offeredGroups } from "#components/settings/offered.ts";
import { MakeRole } from "#components/settings/role-form.tsx";
import { RoleTable } from "#components/settings/role-table.tsx";
import { RolesRoom } from "#components/settings/roles-room.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { beyond, grantsOf, permissionsOfRoles, permits, Role, roleName } from "#lib/tenancy/permissions.ts";
import { mayTouchRole } from "#lib/tenancy/roles.ts";
import { knownGroups } from "#lib/workflows/groups.ts";

export const metadata: Metadata = { title: "Roles" };

type Props = { params: Promise<{ workspace: string }> };

export default async function RolesPage({ params }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "workspace:read");
  const [custom, groups] = await Promise.all([
    runtime().people.roles.listRoles(access.workspace),
    knownGroups(runtime(), { workspace: access.workspace }),
  ]);
  const mayChange = permits(access, "role:write");
  const ofGroups = offeredGroups(groups, custom.flatMap(grantsOf));
  const permissions = everyPermission(ofGroups);
  const offered = permissions.filter(
    ({ grant }) =>
      (permissionsOfRoles.some((known) => known === grant) || ofGroups.some((one) => one.grant === grant)) &&
      beyond(access, [grant]).length === 0,
  );
  const rows = custom.map((role) => ({
    ...role,
    permissions: grantsOf(role).filter((grant) => role.permissions.includes(grant)),
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
      <RoleTable roles={[...Role.options, ...custom]} permissions={permissions} own={access.role} />
    </>
  );
}
