import type pg from "pg";
import { withWorkspace } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Access } from "./access.ts";
import { noteOn } from "./audit.postgres.ts";
import { HeldRole, type Permission, permits, Role } from "./permissions.ts";
import type { Workspace } from "./workspace.ts";

const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const missing = () => refuse({ code: "not_found", because: "there is nothing at this address" });

export type ApproverGroup = { id: string; name: string; members: { id: string; name: string }[] };

const groupsOn = async (client: pg.ClientBase, scope: Workspace, id?: string): Promise<ApproverGroup[]> =>
  (
    await client.query<ApproverGroup>(
      `select g.id, g.name, coalesce(json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name) filter (where u.id is not null), '[]') as members
       from approver_groups g
       left join approver_group_members gm on gm.workspace_id = g.workspace_id and gm.group_id = g.id
       left join members m on m.workspace_id = g.workspace_id and m.user_id = gm.user_id
       left join users u on u.id = m.user_id
       where g.workspace_id = $1 and ($2::text is null or g.id = $2) group by g.id, g.name order by g.name`,
      [scope.id, id ?? null],
    )
  ).rows;

const listGroups = (scope: Workspace): Promise<ApproverGroup[]> => withWorkspace(scope.id, (client) => groupsOn(client, scope));

type SaveGroup = { access: Access; id?: string; name: string; members: string[] };

/** Makes a group, or gives one another name and other members. Acts at once, on open approvals too. */
function saveGroup({ access: { workspace, actor }, id: given, name, members }: SaveGroup): Promise<Outcome<ApproverGroup>> {
  return withWorkspace(workspace.id, async (client) => {
    await client.query("select pg_advisory_xact_lock(hashtextextended('approver groups ' || $1, 0))", [workspace.id]);
    const [was] = given === undefined ? [] : await groupsOn(client, workspace, given);
    if (given !== undefined && !was) return missing();
    const faults = await groupFaults(client, workspace, { id: given, name, members });
    if (faults) return faults;
    const id = given ?? newId("grp");
    await client.query(
      "insert into approver_groups (workspace_id, id, name) values ($1, $2, $3) on conflict (workspace_id, id) do update set name = excluded.name",
      [workspace.id, id, name],
    );
    await client.query("delete from approver_group_members where workspace_id = $1 and group_id = $2", [workspace.id, id]);
    await client.query("insert into approver_group_members (workspace_id, group_id, user_id) select $1, $2, unnest($3::text[])", [
      workspace.id,
      id,
      members,
    ]);
    await noteOn(client, workspace, actor, {
      action: was ? "approver_group.changed" : "approver_group.made",
      target: id,
      detail: { name, members, ...(was && { before: { name: was.name, members: was.members.map((member) => member.id) } }) },
    });
    const [kept] = await groupsOn(client, workspace, id);
    return kept ? accept(kept) : missing();
  });
}

async function groupFaults(
  client: pg.ClientBase,
  scope: Workspace,
  { id, name, members }: { id: string | undefined; name: string; members: string[] },
) {
  const known = await client.query<{ id: string }>("select user_id as id from members where workspace_id = $1 and user_id = any($2)", [
    scope.id,
    members,
  ]);
  const here = new Set(known.rows.map((row) => row.id));
  const stranger = members.findIndex((member) => !here.has(member));
  if (stranger >= 0)
    return refuse({
      code: "unprocessable",
      because: "somebody in it is no member of the workspace",
      errors: [{ path: `members[${stranger}]`, because: "is no member of the workspace" }],
    });
  const named = await client.query(
    "select 1 from approver_groups where workspace_id = $1 and lower(name) = lower($2) and id is distinct from $3",
    [scope.id, name, id ?? null],
  );
  if (named.rowCount !== 0)
    return refuse({
      code: "conflict",
      because: "another group has this name",
      errors: [{ path: "name", because: "is another group's" }],
    });
  return undefined;
}

/** A group that the policy in force names stays. */
function removeGroup({ access: { workspace, actor }, id }: { access: Access; id: string }): Promise<Outcome<{ id: string }>> {
  return withWorkspace(workspace.id, async (client) => {
    const [was] = await groupsOn(client, workspace, id);
    if (!was) return missing();
    const { rows } = await client.query<{ name: string }>(
      `select r->>'name' as name from (select policy from approval_policies where workspace_id = $1 order by version desc limit 1) p,
         jsonb_array_elements(p.policy->'rules') r where r->>'group' = $2 or r->>'escalateTo' = $2`,
      [workspace.id, id],
    );
    if (rows[0]) return refuse({ code: "conflict", because: `the approval rule “${rows[0].name}” names this group` });
    await client.query("delete from approver_groups where workspace_id = $1 and id = $2", [workspace.id, id]);
    await noteOn(client, workspace, actor, { action: "approver_group.removed", target: id, detail: { name: was.name } });
    return accept({ id });
  });
}

export type Delegation = {
  id: string;
  from: { id: string; name: string };
  to: { id: string; name: string };
  until: string;
  because: string;
};

const delegationsOn = async (client: pg.ClientBase, scope: Workspace, id?: string): Promise<Delegation[]> =>
  (
    await client.query<Delegation>(
      `select d.id, json_build_object('id', f.id, 'name', f.name) as "from", json_build_object('id', t.id, 'name', t.name) as "to", ${iso("d.until")} as until, d.because
       from approval_delegations d join users f on f.id = d.from_user join users t on t.id = d.to_user
       where d.workspace_id = $1 and ($2::text is null or d.id = $2) and d.revoked_at is null and d.until > now() order by d.created_at desc, d.id desc`,
      [scope.id, id ?? null],
    )
  ).rows;

/** Those in force. */
const listDelegations = (scope: Workspace): Promise<Delegation[]> => withWorkspace(scope.id, (client) => delegationsOn(client, scope));

type Delegate = { access: Access; to: string; until: string; because: string };

/** Hands one's own approvals to somebody until a time. A new one takes the place of the one before. */
function delegate({ access: { workspace, actor, by }, to, until, because }: Delegate): Promise<Outcome<Delegation>> {
  return withWorkspace(workspace.id, async (client) => {
    if (by !== "cookie" || actor.kind !== "member") return refuse({ code: "conflict", because: "only a person hands on approvals" });
    const faulty = (why: string) => refuse({ code: "unprocessable", because: `to: ${why}`, errors: [{ path: "to", because: why }] });
    if (to === actor.id) return faulty("is yourself");
    const { rows } = await client.query<{ role: unknown }>(
      "select role_held(workspace_id, role) as role from members where workspace_id = $1 and user_id = $2 and disabled_at is null",
      [workspace.id, to],
    );
    const role = HeldRole.safeParse(rows[0]?.role);
    if (!role.success) return faulty("is no member of the workspace");
    if (!permits({ role: role.data }, "approval:decide")) return faulty("has a role that cannot decide approvals");
    await client.query(
      "update approval_delegations set revoked_at = now() where workspace_id = $1 and from_user = $2 and revoked_at is null",
      [workspace.id, actor.id],
    );
    const id = newId("dlg");
    await client.query(
      "insert into approval_delegations (workspace_id, id, from_user, to_user, until, because) values ($1, $2, $3, $4, $5, $6)",
      [workspace.id, id, actor.id, to, until, because],
    );
    await noteOn(client, workspace, actor, { action: "delegation.made", target: id, because, detail: { to, until } });
    const [made] = await delegationsOn(client, workspace, id);
    return made ? accept(made) : refuse({ code: "unprocessable", because: "until: is over already" });
  });
}

/** One's own; `anybodys`: also those of others, for who governs approvals. */
function endDelegation({
  access: { workspace, actor },
  id,
  anybodys,
}: {
  access: Access;
  id: string;
  anybodys: boolean;
}): Promise<Outcome<{ id: string }>> {
  return withWorkspace(workspace.id, async (client) => {
    const { rowCount } = await client.query(
      "update approval_delegations set revoked_at = now() where workspace_id = $1 and id = $2 and revoked_at is null and ($3 or from_user = $4)",
      [workspace.id, id, anybodys, actor.id],
    );
    if (rowCount !== 1) return missing();
    await noteOn(client, workspace, actor, { action: "delegation.ended", target: id });
    return accept({ id });
  });
}

/** Who decides in a workspace, at this moment. */
export type Deciders = {
  /** `mayRaise`: their role lets them answer for budgets too. */
  people: { id: string; name: string; email: string; mayRaise: boolean }[];
  groups: Record<string, string[]>;
  delegations: { from: string; to: string }[];
  /** Of the keys that were asked about: who made each. */
  makers: Record<string, string>;
};

/** Whose role lets them decide, who is in which group, and who stands in for whom. */
export function decidersOf(scope: Workspace, keys: string[] = []): Promise<Deciders> {
  return withWorkspace(scope.id, async (client) => {
    const rolesWith = (permission: Permission) => Role.options.filter((role) => permits({ role }, permission));
    const people = await client.query<Deciders["people"][number]>(
      `select u.id, u.name, u.email, (m.role = any($3) or coalesce('budget:write' = any(c.permissions), false)) as "mayRaise"
       from members m join users u on u.id = m.user_id
       left join custom_roles c on c.workspace_id = m.workspace_id and c.id = m.role
       where m.workspace_id = $1 and m.disabled_at is null and (m.role = any($2) or 'approval:decide' = any(c.permissions)) order by u.name, u.id`,
      [scope.id, rolesWith("approval:decide"), rolesWith("budget:write")],
    );
    const members = await client.query<{ group: string; id: string }>(
      `select group_id as "group", user_id as id from approver_group_members where workspace_id = $1`,
      [scope.id],
    );
    const delegations = await client.query<{ from: string; to: string }>(
      `select from_user as "from", to_user as "to" from approval_delegations where workspace_id = $1 and revoked_at is null and until > now()`,
      [scope.id],
    );
    const makers =
      keys.length === 0
        ? []
        : (
            await client.query<{ id: string; maker: string | null }>(
              "select id, created_by as maker from api_keys where workspace_id = $1 and id = any($2)",
              [scope.id, keys],
            )
          ).rows;
    const groups = Object.groupBy(members.rows, ({ group }) => group);
    return {
      people: people.rows,
      groups: Object.fromEntries(Object.entries(groups).map(([group, rows = []]) => [group, rows.map(({ id }) => id)])),
      delegations: delegations.rows,
      makers: Object.fromEntries(makers.flatMap(({ id, maker }) => (maker === null ? [] : [[id, maker]]))),
    };
  });
}

/** Groups, and who stands in for whom. */
export const approvers = { listGroups, saveGroup, removeGroup, listDelegations, delegate, endDelegation };
