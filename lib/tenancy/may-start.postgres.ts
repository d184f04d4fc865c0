import { withWorkspace } from "#lib/db.ts";
import { HeldRole, type Permission, permits } from "./permissions.ts";
import type { Actor, Workspace } from "./workspace.ts";

type Held = { role: unknown; scopes: Permission[]; isOfKey: boolean; maker: unknown };

/** Whether a member or key may start executions at this moment. What the product does by itself, nobody has to be let. */
export function mayStart(scope: Workspace, { kind, id }: Pick<Actor, "kind" | "id">): Promise<boolean> {
  if (kind !== "member" && kind !== "key") return Promise.resolve(true);
  return withWorkspace(scope.id, async (client) => {
    const { rows } = await client.query<Held>(
      kind === "member"
        ? `select role_held(workspace_id, role) as role, '{}'::text[] as scopes, false as "isOfKey", null as maker
           from members where workspace_id = $1 and user_id = $2 and disabled_at is null`
        : `select role_held(k.workspace_id, k.role) as role, k.scopes, k.created_by is not null as "isOfKey", role_held(m.workspace_id, m.role) as maker
           from api_keys k left join members m on m.workspace_id = k.workspace_id and m.user_id = k.created_by and m.disabled_at is null
           where k.workspace_id = $1 and k.id = $2 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
      [scope.id, id],
    );
    const [row] = rows;
    const role = HeldRole.safeParse(row?.role);
    if (!row || !role.success) return false;
    if (!row.isOfKey) return permits({ role: role.data, scopes: row.scopes }, "execution:start");
    // A key never does more than its maker may, who may be gone.
    const ceiling = HeldRole.safeParse(row.maker);
    return ceiling.success && permits({ role: role.data, scopes: row.scopes, ceiling: ceiling.data }, "execution:start");
  });
}
