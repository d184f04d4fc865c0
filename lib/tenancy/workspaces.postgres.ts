import { withWorkspace } from "#lib/db.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Access } from "./access.ts";
import { noteOn } from "./audit.postgres.ts";
import { acceptInvitation, invite } from "./invitations.postgres.ts";
import { ofNewWorkspaces } from "./settings.ts";
import type { Actor } from "./workspace.ts";
import { faultOfId } from "./workspace-id.ts";

export type NewWorkspace = { id: string; name: string; timeZone: string; ownerEmail: string };

const operator: Actor = { kind: "system", id: "operator", name: "operator" };

/** A workspace with nobody in it, and an invitation for its first owner. The token is in the answer and nowhere else. */
export async function createWorkspace({
  id,
  name,
  timeZone,
  ownerEmail,
  actor = operator,
}: NewWorkspace & { actor?: Actor }): Promise<Outcome<{ token: string; expiresAt: string }>> {
  const fault = faultOfId(id);
  if (fault !== undefined) return refuse({ code: "invalid", because: `the id ${fault}` });
  if (!Intl.supportedValuesOf("timeZone").includes(timeZone) && timeZone !== "UTC")
    return refuse({ code: "invalid", because: `there is no time zone ${timeZone}` });
  const made = await withWorkspace(id, async (client) => {
    const { rowCount } = await client.query("insert into workspaces (id, name, time_zone) values ($1, $2, $3) on conflict do nothing", [
      id,
      name,
      timeZone,
    ]);
    if (rowCount !== 1) return false;
    for (const [setting, value] of Object.entries(ofNewWorkspaces))
      await client.query(
        "insert into settings (workspace_id, level, subject, name, value, changed_by_name) values ($1, 'workspace', '', $2, $3, $4)",
        [id, setting, JSON.stringify(value), actor.name],
      );
    await noteOn(client, { id }, actor, { action: "workspace.created", target: id, detail: { name, settings: { ...ofNewWorkspaces } } });
    return true;
  });
  if (!made) return refuse({ code: "conflict", because: `there is a workspace ${id} already` });
  const access: Access = { workspace: { id }, actor, role: "owner", scopes: [], by: "key" };
  const invited = await invite({ access, email: ownerEmail.trim().toLowerCase(), role: "owner" });
  if (!invited.ok) return invited;
  const { token, expiresAt } = invited.value;
  if (token === null) throw new Error("an invitation that is no replay has no token");
  return accept({ token, expiresAt });
}

/** A workspace of a person who has an account: they are its owner at once. */
export async function makeOwned({
  owner: { id: userId, name: who, email },
  ...workspace
}: Omit<NewWorkspace, "ownerEmail"> & { owner: { id: string; name: string; email: string } }): Promise<
  Outcome<{ workspaceId: string; email: string }>
> {
  const made = await createWorkspace({ ...workspace, ownerEmail: email, actor: { kind: "member", id: userId, name: who } });
  return made.ok ? acceptInvitation({ token: made.value.token, person: { id: userId, email } }) : made;
}
