import type pg from "pg";
import { withWorkspace } from "#lib/db.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Access } from "./access.ts";
import { noteOn } from "./audit.postgres.ts";
import { changeMember } from "./change-member.ts";
import { type HeldRole, type RoleRef, roleId, roleName } from "./permissions.ts";
import { noSuchRole, roleOn } from "./roles.postgres.ts";
import type { Workspace } from "./workspace.ts";

export type Member = { id: string; name: string; email: string; role: HeldRole; joinedAt: string; disabledAt: string | null; keys: number };

const time = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = `u.id, u.name, u.email, role_held(m.workspace_id, m.role) as role, ${time("m.created_at")} as "joinedAt", ${time("m.disabled_at")} as "disabledAt",
  (select count(*)::int from api_keys k where k.workspace_id = m.workspace_id and k.created_by = m.user_id and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())) as keys`;

/** In the order in which they came. */
export async function listMembers(
  scope: Workspace,
  { cursor, limit }: { cursor?: { after: string; id: string } | undefined; limit: number },
): Promise<{ data: Member[]; next: { after: string; id: string } | null }> {
  const { rows } = await withWorkspace(scope.id, (client) =>
    client.query<Member>(
      `select ${columns} from members m join users u on u.id = m.user_id
       where m.workspace_id = $1 and ($2::timestamptz is null or (m.created_at, u.id) > ($2::timestamptz, $3::text))
       order by m.created_at, u.id limit $4`,
      [scope.id, cursor?.after ?? null, cursor?.id ?? null, limit + 1],
    ),
  );
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, next: rows.length > limit && last ? { after: last.joinedAt, id: last.id } : null };
}

const memberOf = async (client: pg.ClientBase, scope: Workspace, id: string): Promise<Member | undefined> =>
  (
    await client.query<Member>(
      `select ${columns} from members m join users u on u.id = m.user_id where m.workspace_id = $1 and m.user_id = $2`,
      [scope.id, id],
    )
  ).rows[0];

/** `none`: is to be a member no longer. */
export type AskedChange = { role?: RoleRef | undefined; disabled?: boolean | undefined } | "none";
export type ChangeMember = { access: Access; id: string; change: AskedChange; because?: string };

/** Changes one member and tells the audit, in one transaction. Acts at once: memberships are read on every request. */
export async function reviseMember({ access, id, change, because = "" }: ChangeMember): Promise<Outcome<Member>> {
  const { workspace, actor } = access;
  return withWorkspace(workspace.id, async (client) => {
    // One at a time in a workspace: of two owners who remove each other, one stays.
    await client.query("select pg_advisory_xact_lock(hashtextextended('members ' || $1, 0))", [workspace.id]);
    const was = await memberOf(client, workspace, id);
    if (!was) return refuse({ code: "not_found", because: "there is nothing at this address" });
    const { rows } = await client.query<{ owners: number }>(
      "select count(*)::int as owners from members where workspace_id = $1 and role = 'owner' and disabled_at is null",
      [workspace.id],
    );
    const role = change === "none" || change.role === undefined ? undefined : await roleOn(client, workspace, change.role);
    if (change !== "none" && change.role !== undefined && !role) return noSuchRole;
    const asked = change === "none" ? change : { role, disabled: change.disabled };
    const decided = changeMember({ role: was.role, isDisabled: was.disabledAt !== null }, asked, {
      rights: access,
      owners: rows[0]?.owners ?? 0,
    });
    if (!decided.ok) return decided;
    const next = decided.value;
    if (next === "none") await client.query("delete from members where workspace_id = $1 and user_id = $2", [workspace.id, id]);
    else
      await client.query(
        "update members set role = $3, disabled_at = case when $4 then coalesce(disabled_at, now()) end where workspace_id = $1 and user_id = $2",
        [workspace.id, id, roleId(next.role), next.isDisabled],
      );
    // Whoever lost rights invites nobody with them.
    if (next === "none" || next.isDisabled || roleId(next.role) !== roleId(was.role))
      await client.query(
        "update invitations set revoked_at = now() where workspace_id = $1 and invited_by = $2 and accepted_at is null and revoked_at is null",
        [workspace.id, id],
      );
    await noteOn(client, workspace, actor, {
      action: next === "none" ? "member.removed" : "member.changed",
      target: id,
      because,
      detail: {
        email: was.email,
        before: { role: roleName(was.role), disabled: was.disabledAt !== null },
        ...(next !== "none" && { after: { role: roleName(next.role), disabled: next.isDisabled } }),
      },
    });
    return accept((await memberOf(client, workspace, id)) ?? was);
  });
}

export const memberById = (scope: Workspace, id: string): Promise<Member | undefined> =>
  withWorkspace(scope.id, (client) => memberOf(client, scope, id));

export async function workspaceName(scope: Workspace): Promise<string> {
  const { rows } = await withWorkspace(scope.id, (client) =>
    client.query<{ name: string }>("select name from workspaces where id = $1", [scope.id]),
  );
  return rows[0]?.name ?? "";
}
