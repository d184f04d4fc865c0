import { appPool } from "#lib/db.ts";
import { demoWorkspaceId } from "./demo.ts";

export async function isDemoThere(): Promise<boolean> {
  const { rows } = await appPool().query<{ there: boolean }>("select workspace_exists($1) as there", [demoWorkspaceId]);
  return rows[0]?.there ?? false;
}
