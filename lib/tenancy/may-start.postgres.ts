import type pg from "pg";
import { withWorkspace } from "#lib/db.ts";
import { type Grant, HeldRole, permits, type Rights } from "./permissions.ts";
import type { Actor, Workspace } from "./workspace.ts";

type By = Pick<Actor, "kind" | "id">;
type Held = { role: unknown; scopes: string[]; isOfKey: boolean; maker: unknown };

const ofMember = `select role_held(workspace_id, role) as role, '{}'::text[] as scopes, false as "isOfKey", null as maker
  from members where workspace_id = $1 and user_id = $2 and disabled_at is null`;
const ofKey = `select role_held(k.workspace_id, k.role) as role, k.scopes, k.created_by is not null as "isOfKey", role_held(m.workspace_id, m.role) as maker
  from api_keys k left join members m on m.workspace_id = k.workspace_id and m.user_id = k.created_by and m.disabled_at is null
  where k.workspace_id = $1 and k.id = $2 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`;

/** What a member or key may do at this moment; nothing for one that is gone. */
async function rightsOn(client: pg.ClientBase, { id: workspaceId }: Workspace, { kind, id }: By): Promise<Rights | undefined> {
  const { rows } = await client.query<Held>(kind === "member" ? ofMember : ofKey, [workspaceId, id]);
  const [row] = rows;
  const role = HeldRole.safeParse(row?.role);
  if (!row || !role.success) return undefined;
  if (!row.isOfKey) return { role: role.data, scopes: row.scopes };
  // A key never does more than its maker may, who may be gone.
  const ceiling = HeldRole.safeParse(row.maker);
  return ceiling.success ? { role: role.data, scopes: row.scopes, ceiling: ceiling.data } : undefined;
}

/** What the product does by itself, nobody has to be let. */
const isProduct = ({ kind }: By): boolean => kind !== "member" && kind !== "key";

const lackedOn = async (client: pg.ClientBase, scope: Workspace, by: By, grants: readonly Grant[]): Promise<Grant[]> => {
  const rights = await rightsOn(client, scope, by);
  return grants.filter((grant) => !rights || !permits(rights, grant));
};

/** Which of these a member or key has not at this moment. */
export async function lacked(scope: Workspace, by: By, grants: readonly Grant[]): Promise<Grant[]> {
  return isProduct(by) || grants.length === 0 ? [] : withWorkspace(scope.id, (client) => lackedOn(client, scope, by, grants));
}

export const mayStart = async (scope: Workspace, by: By): Promise<boolean> => (await lacked(scope, by, ["execution:start"])).length === 0;

/** Who has a hand in an execution and lacks one of these, and which: everybody who started or changed it needs each of them. */
export type Without = { name: string; grant: Grant };

export function handWithout(scope: Workspace, executionId: string, grants: readonly Grant[]): Promise<Without | undefined> {
  return withWorkspace(scope.id, async (client) => {
    const { rows } = await client.query<{ by: Actor }>("select h as by from hands_of_execution($1, $2) as h", [scope.id, executionId]);
    for (const { by } of rows) {
      if (isProduct(by)) continue;
      const [grant] = await lackedOn(client, scope, by, grants);
      if (grant !== undefined) return { name: by.name, grant };
    }
    return undefined;
  });
}
