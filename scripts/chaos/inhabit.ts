import pg from "pg";
import { person, scope } from "./scope.ts";

/** Makes the workspace and its one person, as the owner of the database: what they run asks for their rights. */
export async function inhabit(ownerUrl: string | undefined): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("insert into workspaces (id, name) values ($1, 'Chaos')", [scope.id]);
    await client.query("insert into users (id, email, name) values ($1, 'dana@chaos.example', $2)", [person.id, person.name]);
    await client.query("insert into members (workspace_id, user_id, role) values ($1, $2, 'owner')", [scope.id, person.id]);
  } finally {
    await client.end();
  }
}
