import { appPool } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { acceptInvitation } from "./invitations.postgres.ts";
import { faultOf } from "./password-policy.ts";
import { isSetUpToken } from "./set-up.node.ts";
import { createWorkspace } from "./workspaces.postgres.ts";

/** Nobody has an account yet. */
export async function isEmpty(): Promise<boolean> {
  const { rows } = await appPool().query<{ empty: boolean }>("select installation_is_empty() as empty");
  return rows[0]?.empty ?? false;
}

export type SetUp = {
  token: string;
  name: string;
  email: string;
  password: string;
  workspace: { id: string; name: string; timeZone: string };
};

const over = refuse({ code: "not_found", because: "there is nothing to set up here, or this link is not the one that the start printed" });

/** The first workspace and its owner, once: whoever comes second, also at the same moment, finds nothing to set up. */
export async function setUp({ token, name, email, password, workspace }: SetUp): Promise<Outcome<{ workspaceId: string; email: string }>> {
  if (!isSetUpToken(token, env().NEXTAUTH_SECRET ?? "")) return over;
  const because = faultOf(password, [email, name]);
  if (because !== undefined)
    return refuse({ code: "unprocessable", because: `password ${because}`, errors: [{ path: "password", because }] });
  const client = await appPool().connect();
  try {
    await client.query("select pg_advisory_lock(hashtextextended('fermata set-up', 0))");
    if (!(await isEmpty())) return over;
    const made = await createWorkspace({ ...workspace, ownerEmail: email });
    return made.ok ? await acceptInvitation({ token: made.value.token, name, password, person: undefined }) : made;
  } finally {
    // The connection may be broken, and the lock with it.
    await client.query("select pg_advisory_unlock(hashtextextended('fermata set-up', 0))").then(
      () => client.release(),
      (error: Error) => client.release(error),
    );
  }
}
