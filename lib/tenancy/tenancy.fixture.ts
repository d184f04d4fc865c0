import { encode } from "next-auth/jwt";
import pg from "pg";
import { env } from "#lib/env.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { hashPassword } from "./password.argon2.ts";
import { openSession } from "./sessions.postgres.ts";

/** As the owner, since a workspace and its people begin outside every workspace. For tests. */
async function asOwner(text: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  await client.query(text, values).finally(() => client.end());
}

export async function addWorkspace(id: string): Promise<void> {
  await asOwner("insert into workspaces (id, name) values ($1, $2)", [id, `Workspace ${id}`]);
}

type NewPerson = { id: string; email: string; password: string; roles: Record<string, string> };

export async function addPerson({ id, email, password, roles }: NewPerson): Promise<void> {
  await asOwner("insert into users (id, email, name, password_hash) values ($1, $2, $3, $4)", [
    id,
    email,
    `Person ${id}`,
    await hashPassword(password),
  ]);
  for (const [workspace, role] of Object.entries(roles)) await setRole(workspace, id, role);
}

export async function setDisabled(workspace: string, userId: string, isDisabled: boolean): Promise<void> {
  await asOwner("update members set disabled_at = case when $3 then now() end where workspace_id = $1 and user_id = $2", [
    workspace,
    userId,
    isDisabled,
  ]);
}

/** The cookie of somebody who has just signed in, and the session behind it. */
export async function signedIn(userId: string): Promise<{ cookie: string; session: string }> {
  const session = newId("ses");
  await openSession({ id: session, userId, address: "203.0.113.1", agent: "a test" });
  const token = await encode({ token: { sub: userId, session }, secret: env().NEXTAUTH_SECRET ?? "" });
  return { session, cookie: `next-auth.session-token=${token}` };
}

export async function setRole(workspace: string, userId: string, role: string | undefined): Promise<void> {
  if (role === undefined) return asOwner("delete from members where workspace_id = $1 and user_id = $2", [workspace, userId]);
  await asOwner(
    "insert into members (workspace_id, user_id, role) values ($1, $2, $3) on conflict (workspace_id, user_id) do update set role = excluded.role",
    [workspace, userId, role],
  );
}
