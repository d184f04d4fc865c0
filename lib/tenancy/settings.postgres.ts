import type pg from "pg";
import { appPool, withWorkspace } from "#lib/db.ts";
import type { Access } from "./access.ts";
import { noteOn } from "./audit.postgres.ts";
import { type Given, Settings } from "./settings.ts";
import type { Workspace } from "./workspace.ts";

/** Of the workspace, or of one of its workflows. */
export type Subject = { level: "workspace" } | { level: "workflow"; id: string };
/** Nothing in place of a value takes back what was said. */
export type Change = { [Name in keyof Settings]?: Settings[Name] | null | undefined };

const nameOf = (subject: Subject): string => (subject.level === "workflow" ? subject.id : "");

const Kept = Settings.partial();
type Row = { name: string; value: unknown };

async function read(client: pg.ClientBase, scope: Workspace, subject: Subject): Promise<Given> {
  const { rows } = await client.query<Row>("select name, value from settings where workspace_id = $1 and level = $2 and subject = $3", [
    scope.id,
    subject.level,
    nameOf(subject),
  ]);
  return givenIn(rows);
}

function givenIn(rows: Row[]): Given {
  // A setting that a later version no longer knows says nothing.
  const known = rows.filter(({ name, value }) => Kept.safeParse({ [name]: value }).success);
  return Object.fromEntries(known.map(({ name, value }) => [name, value]));
}

/** What was said at one level. */
export async function settingsOf(scope: Workspace, subject: Subject): Promise<Given> {
  const values = [scope.id, subject.level, nameOf(subject)];
  const { rows } = await appPool().query<Row>({ name: "settings-of", text: "select name, value from settings_of($1, $2, $3)", values });
  return givenIn(rows);
}

/** Changes what one level says, and tells the audit what it said before. */
export async function changeSettings(access: Access, subject: Subject, change: Change): Promise<Given> {
  const { workspace, actor } = access;
  return withWorkspace(workspace.id, async (client) => {
    const before = await read(client, workspace, subject);
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) continue;
      const key = [workspace.id, subject.level, nameOf(subject), name];
      if (value === null)
        await client.query("delete from settings where workspace_id = $1 and level = $2 and subject = $3 and name = $4", key);
      else
        await client.query(
          `insert into settings (workspace_id, level, subject, name, value, changed_by_name) values ($1, $2, $3, $4, $5, $6)
           on conflict (workspace_id, level, subject, name) do update set value = excluded.value, changed_by_name = excluded.changed_by_name, changed_at = now()`,
          [...key, JSON.stringify(value), actor.name],
        );
    }
    const after = await read(client, workspace, subject);
    await noteOn(client, workspace, actor, {
      action: "settings.changed",
      ...(subject.level === "workflow" && { target: subject.id }),
      detail: { level: subject.level, before: JSON.parse(JSON.stringify(before)), after: JSON.parse(JSON.stringify(after)) },
    });
    return after;
  });
}
