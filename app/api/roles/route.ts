import { ok } from "#lib/http/answer.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { accept } from "#lib/kernel/outcome.ts";
import { Permission, permissionsOf, permissionWords, Role, roleWords } from "#lib/tenancy/permissions.ts";

const body = {
  data: Role.options.map((role) => ({ role, says: roleWords[role], permissions: permissionsOf(role) })),
  permissions: Permission.options.map((permission) => ({ permission, says: permissionWords[permission] })),
};

export const GET = endpoint({ allow: "workspace:read", handle: async () => accept(ok(body)) });
