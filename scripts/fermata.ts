import { parseArgs } from "node:util";
import { closePools } from "#lib/db.ts";
import { createKey } from "#lib/tenancy/keys.postgres.ts";
import { Role } from "#lib/tenancy/permissions.ts";
import { runMain } from "./run-main.ts";

const usage = `usage: npm run fermata -- COMMAND
  key create --workspace demo --role owner [--name NAME]   prints one API key, which is shown this once`;

const commands: Record<string, (args: string[]) => Promise<void>> = { "key create": createApiKey };

/** Needs DATABASE_URL and NEXTAUTH_SECRET, which `npm run fermata` sets. */
runMain(async (args) => {
  const command = commands[args.slice(0, 2).join(" ")];
  if (!command) throw new Error(usage);
  await command(args.slice(2)).finally(closePools);
});

async function createApiKey(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      workspace: { type: "string" },
      role: { type: "string", default: "owner" },
      name: { type: "string", default: "command line" },
    },
  });
  if (!values.workspace) throw new Error(usage);
  const role = Role.safeParse(values.role);
  if (!role.success) throw new Error(`${values.role} is no role: one of ${Role.options.join(", ")}`);
  const made = await createKey({ workspace: values.workspace, name: values.name, role: role.data });
  if (!made.ok) throw new Error(made.refusal.because);
  console.log(made.value.token);
}
