import { answer, made, ok } from "#lib/http/answer.ts";
import { roles } from "#lib/http/contracts/people.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { runtime } from "#lib/runtime.ts";
import { Permission, permissionsOf, permissionWords, Role, roleWords } from "#lib/tenancy/permissions.ts";
import { knownGroups } from "#lib/workflows/groups.ts";

const product = {
  data: Role.options.map((role) => ({ role, says: roleWords[role], permissions: permissionsOf(role) })),
  permissions: Permission.options.map((permission) => ({ permission, says: permissionWords[permission] })),
};

export const GET = endpoint({
  allow: "workspace:read",
  handle: async ({ caller: { workspace } }) => {
    const [custom, groups] = await Promise.all([runtime().people.roles.listRoles(workspace), knownGroups(runtime(), { workspace })]);
    return accept(ok({ ...product, custom, groups }));
  },
});

export const POST = endpoint({
  allow: "role:write",
  ...roles.make,
  handle: async ({ caller: { idempotency }, access, body }) =>
    answer(await runtime().people.roles.makeRole(access, body, idempotency), (role) => made(role, `/api/roles/${role.id}`)),
});
