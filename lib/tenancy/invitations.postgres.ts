import { randomBytes } from "node:crypto";
import type pg from "pg";
import { z } from "zod";
import { appPool, withWorkspace } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Access } from "./access.ts";
import { noteOn } from "./audit.postgres.ts";
import { type Named, once } from "./once.postgres.ts";
import { hashOfToken, tokenBytes, tokenFrom } from "./one-time.ts";
import { hashPassword } from "./password.argon2.ts";
import { faultOf } from "./password-policy.ts";
import { covers, HeldRole, type RoleRef, roleId, roleName } from "./permissions.ts";
import { noSuchRole, roleOn } from "./roles.postgres.ts";
import type { Workspace } from "./workspace.ts";

const hours = 72;

export type Invitation = { id: string; email: string; role: HeldRole; invitedBy: string; createdAt: string; expiresAt: string };

const time = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const columns = `id, email, role_held(workspace_id, role) as role, invited_by_name as "invitedBy", ${time("created_at")} as "createdAt", ${time("expires_at")} as "expiresAt"`;
const open = "accepted_at is null and revoked_at is null and expires_at > now()";

/** Those that can still be taken, the newest first. */
export async function listInvitations(
  scope: Workspace,
  { cursor, limit }: { cursor?: { after: string; id: string } | undefined; limit: number },
): Promise<{ data: Invitation[]; next: { after: string; id: string } | null }> {
  const { rows } = await withWorkspace(scope.id, (client) =>
    client.query<Invitation>(
      `select ${columns} from invitations where workspace_id = $1 and ${open} and ($2::timestamptz is null or (created_at, id) < ($2::timestamptz, $3::text))
       order by created_at desc, id desc limit $4`,
      [scope.id, cursor?.after ?? null, cursor?.id ?? null, limit + 1],
    ),
  );
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, next: rows.length > limit && last ? { after: last.createdAt, id: last.id } : null };
}

export type Invite = { access: Access; email: string; role: RoleRef; because?: string; idempotency?: Named | undefined };
/** Without its token when the request is a replay: that was given once. */
export type Invited = Invitation & { token: string | null };

/** The token is in the answer, for the link, and nowhere else. A second invitation takes the place of the first. */
export async function invite({ access, email, role, because = "", idempotency }: Invite): Promise<Outcome<Invited>> {
  const { workspace } = access;
  const id = newId("inv");
  return withWorkspace(workspace.id, async (client): Promise<Outcome<Invited>> => {
    const held = await roleOn(client, workspace, role);
    if (!held) return noSuchRole;
    if (!covers(access, held))
      return refuse({
        code: "forbidden",
        because: `the role ${roleName(held)} may do more than you`,
        errors: [{ path: "role", because: "may do more than you" }],
      });
    return once(
      client,
      workspace,
      idempotency,
      { id },
      {
        make: () => write(client, access, { id, email, role: held, because }),
        again: async (first) => {
          const { rows } = await client.query<Invitation>(`select ${columns} from invitations where workspace_id = $1 and id = $2`, [
            workspace.id,
            first.id,
          ]);
          return rows[0] ? accept({ ...rows[0], token: null }) : over;
        },
      },
    );
  });
}

async function write(
  client: pg.ClientBase,
  { workspace, actor }: Access,
  { id, email, role, because }: { id: string; email: string; role: HeldRole; because: string },
): Promise<Outcome<Invited>> {
  const { token, hash } = tokenFrom(randomBytes(tokenBytes));
  const known = await client.query("select 1 from members m join users u on u.id = m.user_id where m.workspace_id = $1 and u.email = $2", [
    workspace.id,
    email,
  ]);
  if (known.rowCount !== 0)
    return refuse({
      code: "conflict",
      because: "this person is a member already",
      errors: [{ path: "email", because: "is a member already" }],
    });
  await client.query(`update invitations set revoked_at = now() where workspace_id = $1 and email = $2 and ${open}`, [workspace.id, email]);
  const { rows } = await client.query<Invitation>(
    `insert into invitations (workspace_id, id, email, role, hash, invited_by, invited_by_name, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(hours => $8)) returning ${columns}`,
    [workspace.id, id, email, roleId(role), hash, actor.id, actor.name, hours],
  );
  const [made] = rows;
  if (!made) throw new Error("an invitation was not written");
  await noteOn(client, workspace, actor, { action: "invitation.made", target: id, because, detail: { email, role: roleName(role) } });
  return accept({ ...made, token });
}

export async function revokeInvitation({ access, id }: { access: Access; id: string }): Promise<Outcome<{ id: string }>> {
  const { workspace, actor } = access;
  return withWorkspace(workspace.id, async (client) => {
    const { rowCount } = await client.query(`update invitations set revoked_at = now() where workspace_id = $1 and id = $2 and ${open}`, [
      workspace.id,
      id,
    ]);
    if (rowCount !== 1) return refuse({ code: "not_found", because: "there is nothing at this address" });
    await noteOn(client, workspace, actor, { action: "invitation.revoked", target: id });
    return accept({ id });
  });
}

const Held = z.object({
  workspaceId: z.string(),
  workspaceName: z.string(),
  email: z.string(),
  role: HeldRole,
  invitedBy: z.string(),
  isKnown: z.boolean(),
});
export type HeldInvitation = z.infer<typeof Held>;

/** What the holder of a link was invited to; nothing when it is over, used, or was never one. */
export async function invitationOf(token: string): Promise<HeldInvitation | undefined> {
  const hash = hashOfToken(token);
  if (hash === undefined) return undefined;
  const { rows } = await appPool().query<{ held: unknown }>("select invitation_of($1) as held", [hash]);
  return rows[0]?.held ? Held.parse(rows[0].held) : undefined;
}

const Joined = z.object({ workspaceId: z.string(), userId: z.string(), name: z.string(), email: z.string(), role: HeldRole });
const over = refuse({ code: "not_found", because: "this invitation is over or was used already: ask for a new one" });

/** The same for who shows the link; which workspace it is, by id, is nobody's business before joining. */
export async function lookAtInvitation(token: string): Promise<Outcome<Omit<HeldInvitation, "workspaceId" | "role"> & { role: string }>> {
  const held = await invitationOf(token);
  if (!held) return over;
  const { workspaceId: _, role, ...shown } = held;
  return accept({ ...shown, role: roleName(role) });
}

/** `person`: who is signed in. Somebody who has an account joins as the one signed in to it; anybody else names a password. */
export type Accept = {
  token: string;
  name?: string | undefined;
  password?: string | undefined;
  person: { id: string; email: string } | undefined;
};

export async function acceptInvitation({
  token,
  name,
  password,
  person,
}: Accept): Promise<Outcome<{ workspaceId: string; email: string }>> {
  const held = await invitationOf(token);
  const hash = hashOfToken(token);
  if (!held || hash === undefined) return over;
  if (held.isKnown && person?.email !== held.email)
    return refuse({ code: "conflict", because: `sign in as ${held.email}, then open this link again` });
  if (!held.isKnown) {
    const errors = [
      ...(name ? [] : [{ path: "name", because: "say your name" }]),
      ...faultsOf(password, [held.email, name ?? ""]).map((because) => ({ path: "password", because })),
    ];
    if (errors.length > 0)
      return refuse({ code: "unprocessable", because: errors.map(({ path, because }) => `${path} ${because}`).join("; "), errors });
  }
  const { rows } = await appPool().query<{ joined: unknown }>("select invitation_accept($1, $2, $3, $4) as joined", [
    hash,
    held.isKnown ? person?.id : newId("usr"),
    name ?? "",
    held.isKnown || password === undefined ? null : await hashPassword(password),
  ]);
  if (!rows[0]?.joined) return over;
  const joined = Joined.parse(rows[0].joined);
  const scope = { id: joined.workspaceId };
  await withWorkspace(scope.id, (client) =>
    noteOn(
      client,
      scope,
      { kind: "member", id: joined.userId, name: joined.name },
      { action: "member.joined", target: joined.userId, detail: { role: roleName(joined.role) } },
    ),
  );
  return accept({ workspaceId: joined.workspaceId, email: joined.email });
}

function faultsOf(password: string | undefined, about: string[]): string[] {
  const fault = password === undefined ? "is missing" : faultOf(password, about);
  return fault === undefined ? [] : [fault];
}
