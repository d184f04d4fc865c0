import type pg from "pg";
import { withWorkspace } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Access } from "./access.ts";
import { noteOn } from "./audit.postgres.ts";
import { type Named, once } from "./once.postgres.ts";
import { type CustomRole, type Grant, type HeldRole, Role } from "./permissions.ts";
import { mayMakeRole, mayTouchRole, mostRoles, type RoleShape } from "./roles.ts";
import type { Workspace } from "./workspace.ts";

/** A role that a workspace made, with who has it now. */
export type KeptRole = Omit<CustomRole, "permissions"> & {
  permissions: Grant[];
  revision: number;
  changedAt: string;
  changedBy: string;
  uses: { members: number; invitations: number; keys: number; connections: number };
};

const alive = "revoked_at is null and (expires_at is null or expires_at > now())";
const columns = `r.id, r.name, r.says, r.permissions, r.revision, to_char(r.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "changedAt", r.changed_by_name as "changedBy",
  json_build_object(
    'members', (select count(*)::int from members m where m.workspace_id = r.workspace_id and m.role = r.id),
    'invitations', (select count(*)::int from invitations i where i.workspace_id = r.workspace_id and i.role = r.id and i.accepted_at is null and i.${alive}),
    'keys', (select count(*)::int from api_keys k where k.workspace_id = r.workspace_id and k.role = r.id and k.${alive}),
    'connections', (select count(*)::int from connections c where c.workspace_id = r.workspace_id and r.id = any (c.usable_by))) as uses`;

const gone = refuse({ code: "not_found", because: "there is nothing at this address" });
export const noSuchRole = refuse({
  code: "unprocessable",
  because: "the workspace has no such role",
  errors: [{ path: "role", because: "is no role of the workspace" }],
});
const taken = refuse({
  code: "conflict",
  because: "there is a role of this name already",
  errors: [{ path: "name", because: "is taken" }],
});

/** The role that is meant, kept from being deleted until the transaction ends; nothing for one that is not there. */
export async function roleOn(client: pg.ClientBase, scope: Workspace, ref: string): Promise<HeldRole | undefined> {
  const known = Role.safeParse(ref);
  if (known.success) return known.data;
  const { rows } = await client.query<CustomRole>(
    "select id, name, says, permissions from custom_roles where workspace_id = $1 and id = $2 for share",
    [scope.id, ref],
  );
  return rows[0];
}

/** By its name too, as a person types it. */
export async function roleNamed(client: pg.ClientBase, scope: Workspace, text: string): Promise<HeldRole | undefined> {
  const { rows } = await client.query<{ id: string }>("select id from custom_roles where workspace_id = $1 and lower(name) = lower($2)", [
    scope.id,
    text,
  ]);
  return roleOn(client, scope, rows[0]?.id ?? text);
}

const read = async (client: pg.ClientBase, scope: Workspace, id: string): Promise<KeptRole | undefined> =>
  (await client.query<KeptRole>(`select ${columns} from custom_roles r where r.workspace_id = $1 and r.id = $2`, [scope.id, id])).rows[0];

/** By name. */
async function listRoles(scope: Workspace): Promise<KeptRole[]> {
  const { rows } = await withWorkspace(scope.id, (client) =>
    client.query<KeptRole>(`select ${columns} from custom_roles r where r.workspace_id = $1 order by lower(r.name), r.id`, [scope.id]),
  );
  return rows;
}

const readRole = async (scope: Workspace, { id }: { id: string }): Promise<Outcome<KeptRole>> => {
  const role = await withWorkspace(scope.id, (client) => read(client, scope, id));
  return role ? accept(role) : gone;
};

/** Two roles of a workspace have two names: the lock makes who writes them queue. */
const lock = (client: pg.ClientBase, scope: Workspace) =>
  client.query("select pg_advisory_xact_lock(hashtextextended('roles ' || $1, 0))", [scope.id]);

async function isTaken(client: pg.ClientBase, scope: Workspace, name: string, id: string): Promise<boolean> {
  const { rowCount } = await client.query("select 1 from custom_roles where workspace_id = $1 and lower(name) = lower($2) and id <> $3", [
    scope.id,
    name,
    id,
  ]);
  return rowCount !== 0;
}

async function makeRole(access: Access, shape: RoleShape, idempotency?: Named): Promise<Outcome<KeptRole>> {
  const { workspace, actor } = access;
  const may = mayMakeRole(access, shape);
  if (!may.ok) return may;
  const id = newId("rol");
  const shown = async (client: pg.ClientBase, known: string) => {
    const role = await read(client, workspace, known);
    return role ? accept(role) : gone;
  };
  return withWorkspace(workspace.id, async (client): Promise<Outcome<KeptRole>> => {
    await lock(client, workspace);
    return once<{ id: string }, KeptRole>(
      client,
      workspace,
      idempotency,
      { id },
      {
        again: (first) => shown(client, first.id),
        make: async () => {
          const { rows } = await client.query<{ n: number }>("select count(*)::int as n from custom_roles where workspace_id = $1", [
            workspace.id,
          ]);
          if ((rows[0]?.n ?? 0) >= mostRoles)
            return refuse({ code: "conflict", because: `a workspace has ${mostRoles} roles of its own at the most` });
          if (await isTaken(client, workspace, shape.name, id)) return taken;
          await client.query(
            "insert into custom_roles (workspace_id, id, name, says, permissions, changed_by_name) values ($1, $2, $3, $4, $5, $6)",
            [workspace.id, id, shape.name, shape.says, [...shape.permissions], actor.name],
          );
          await noteOn(client, workspace, actor, { action: "role.made", target: id, detail: said(shape) });
          return shown(client, id);
        },
      },
    );
  });
}

export type ReviseRole = { id: string; expected: number | undefined; because?: string } & {
  [Field in keyof RoleShape]?: RoleShape[Field] | undefined;
};

/** Acts at once on everybody who has it. Whoever loses something by it invites nobody with what they had. */
async function reviseRole(access: Access, { id, expected, because = "", ...change }: ReviseRole): Promise<Outcome<KeptRole>> {
  const { workspace, actor } = access;
  return withWorkspace(workspace.id, async (client) => {
    await lock(client, workspace);
    await client.query("select 1 from custom_roles where workspace_id = $1 and id = $2 for update", [workspace.id, id]);
    const was = await read(client, workspace, id);
    if (!was) return gone;
    if (expected !== undefined && expected !== was.revision)
      return refuse({ code: "changed", because: `it was changed meanwhile: it is at revision ${was.revision}` });
    const { name = was.name, says = was.says, permissions = was.permissions } = change;
    const next: RoleShape = { name, says, permissions };
    const may = mayMakeRole(access, next, was);
    if (!may.ok) return may;
    if (await isTaken(client, workspace, next.name, id)) return taken;
    await client.query(
      `update custom_roles set name = $3, says = $4, permissions = $5, revision = revision + 1, changed_at = now(), changed_by_name = $6
       where workspace_id = $1 and id = $2`,
      [workspace.id, id, next.name, next.says, [...next.permissions], actor.name],
    );
    if (was.permissions.some((permission) => !next.permissions.includes(permission)))
      await client.query(
        `update invitations i set revoked_at = now() where i.workspace_id = $1 and i.accepted_at is null and i.revoked_at is null
           and exists (select 1 from members m where m.workspace_id = $1 and m.user_id = i.invited_by and m.role = $2)`,
        [workspace.id, id],
      );
    await noteOn(client, workspace, actor, {
      action: "role.changed",
      target: id,
      because,
      detail: { before: said(was), after: said(next) },
    });
    const kept = await read(client, workspace, id);
    return kept ? accept(kept) : gone;
  });
}

const said = ({ name, says, permissions }: RoleShape) => ({ name, says, permissions: [...permissions] });

/** Stays while somebody has it, or could take it by an invitation or a key. */
async function removeRole(access: Access, { id }: { id: string }): Promise<Outcome<{ id: string }>> {
  const { workspace, actor } = access;
  return withWorkspace(workspace.id, async (client) => {
    // Whoever gives it at this moment holds its row: this waits, and then sees what was given.
    await client.query("select 1 from custom_roles where workspace_id = $1 and id = $2 for update", [workspace.id, id]);
    const was = await read(client, workspace, id);
    if (!was) return gone;
    const may = mayTouchRole(access, was);
    if (!may.ok) return may;
    const uses = Object.entries(was.uses).filter(([, count]) => count > 0);
    if (uses.length > 0)
      return refuse({
        code: "conflict",
        because: `it is in use: ${uses.map(([what, count]) => `${what} ${count}`).join(", ")}. Give them another role first`,
      });
    await client.query("delete from custom_roles where workspace_id = $1 and id = $2", [workspace.id, id]);
    await noteOn(client, workspace, actor, { action: "role.removed", target: id, detail: said(was) });
    return accept({ id });
  });
}

/** The roles that a workspace makes for itself. */
export const roles = { listRoles, readRole, makeRole, reviseRole, removeRole };
