import { withWorkspace } from "#lib/db.ts";
import { type HeldRole, type Permission, permits } from "./permissions.ts";
import type { Actor, Workspace } from "./workspace.ts";

/** Whether a member or key may start executions at this moment. What the product does by itself, nobody has to be let. */
export function mayStart(scope: Workspace, { kind, id }: Pick<Actor, "kind" | "id">): Promise<boolean> {
  if (kind !== "member" && kind !== "key") return Promise.resolve(true);
  return withWorkspace(scope.id, async (client) => {
    const { rows } = await client.query<{ role: HeldRole; scopes: Permission[]; ceiling: HeldRole | null }>(
      kind === "member"
        ? "select role_held(workspace_id, role) as role, '{}'::text[] as scopes, null as ceiling from members where workspace_id = $1 and user_id = $2 and disabled_at is null"
        : `select role_held(k.workspace_id, k.role) as role, k.scopes,
             case when k.created_by is not null then role_held(k.workspace_id, coalesce(m.role, 'viewer')) end as ceiling from api_keys k
             left join members m on m.workspace_id = k.workspace_id and m.user_id = k.created_by and m.disabled_at is null
           where k.workspace_id = $1 and k.id = $2 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`,
      [scope.id, id],
    );
    const [row] = rows;
    if (!row) return false;
    return permits({ role: row.role, scopes: row.scopes, ...(row.ceiling !== null && { ceiling: row.ceiling }) }, "execution:start");
  });
}
