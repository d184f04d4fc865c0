import { parseArgs } from "node:util";
import pg from "pg";
import { closePools } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { verifyAudit } from "#lib/tenancy/audit.postgres.ts";
import { createKey } from "#lib/tenancy/keys.postgres.ts";
import { resetByOperator } from "#lib/tenancy/passwords.postgres.ts";
import { createWorkspace } from "#lib/tenancy/workspaces.postgres.ts";
import { backUp, restore } from "./backup.ts";
import { rotateKey } from "./rotate-key.ts";
import { runMain } from "./run-main.ts";

const usage = `usage: npm run fermata -- COMMAND
  key create --workspace demo --role owner [--name NAME]   prints one API key, which is shown this once
  workspace create --id acme --name "Acme" --owner EMAIL [--time-zone ZONE]   makes a workspace; prints the link for its first owner
  password-link EMAIL   prints a link to a new password, for an hour and one use
  backup FILE    writes everything of one moment into a file, also while it serves
  restore FILE   fills an empty database from it, and compares every row
  rotate-key     gives every workspace's connections a new key and seals their secrets anew, also while it serves
  verify-audit [--workspace demo]   reads every audit chain again; names the first link that does not hold, and ends with 1 then`;

const commands: [name: string, run: (args: string[]) => Promise<number>][] = [
  ["key create", createApiKey],
  ["workspace create", newWorkspace],
  ["password-link", passwordLink],
  ["backup", (args) => withFile(args, backUp, "backed up")],
  ["restore", (args) => withFile(args, restore, "restored")],
  ["rotate-key", rotateKeys],
  ["verify-audit", verifyAudits],
];

/** Needs DATABASE_URL and NEXTAUTH_SECRET, which `npm run fermata` sets. */
runMain(async (args) => {
  const [name, command] = commands.find(([words]) => args.slice(0, words.split(" ").length).join(" ") === words) ?? [];
  if (!name || !command) throw new Error(usage);
  return command(args.slice(name.split(" ").length)).finally(closePools);
});

async function createApiKey(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      workspace: { type: "string" },
      role: { type: "string", default: "owner" },
      name: { type: "string", default: "command line" },
    },
  });
  if (!values.workspace) throw new Error(usage);
  const made = await createKey({ workspace: values.workspace, name: values.name, role: values.role });
  if (!made.ok) throw new Error(made.refusal.because);
  console.log(made.value.token);
  return 0;
}

async function verifyAudits(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { workspace: { type: "string" } } });
  let faults = 0;
  for (const id of values.workspace ? [values.workspace] : await workspaces()) {
    const { entries, head, isWhole, broken } = await verifyAudit({ id });
    if (isWhole) console.log(`${id}: whole, ${entries} entries, the last is ${head}`);
    else console.log(`${id}: BROKEN at entry ${broken?.seq}${broken?.id ? ` (${broken.id})` : ""}: ${broken?.because}`);
    if (!isWhole) faults++;
  }
  return faults === 0 ? 0 : 1;
}

async function rotateKeys(args: string[]): Promise<number> {
  const { DATABASE_URL: ownerUrl, NEXTAUTH_SECRET: secret } = env();
  if (args.length > 0 || !ownerUrl || !secret) throw new Error(usage);
  const { workspaces: count, secrets } = await rotateKey(ownerUrl, { ...env(), NEXTAUTH_SECRET: secret });
  console.log(`rotated: ${count} workspaces, ${secrets} secrets`);
  return 0;
}

async function newWorkspace(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      id: { type: "string" },
      name: { type: "string" },
      owner: { type: "string" },
      "time-zone": { type: "string", default: "UTC" },
    },
  });
  const { id, name, owner: ownerEmail, "time-zone": timeZone } = values;
  if (!id || !name || !ownerEmail?.includes("@")) throw new Error(usage);
  const made = await createWorkspace({ id, name, timeZone, ownerEmail });
  if (!made.ok) throw new Error(made.refusal.because);
  console.log(`${address()}/invitation#${made.value.token}`);
  return 0;
}

async function passwordLink(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [email, ...more] = positionals;
  if (!email || more.length > 0) throw new Error(usage);
  const link = await resetByOperator(email);
  if (!link) throw new Error(`nobody has the e-mail ${email}`);
  console.log(`${address()}/new-password#${link.token}`);
  return 0;
}

type OfFile = (of: { ownerUrl: string; secret: string; file: string }) => Promise<number>;

async function withFile(args: string[], work: OfFile, done: string): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [file, ...more] = positionals;
  const { DATABASE_URL: ownerUrl, NEXTAUTH_SECRET: secret } = env();
  if (!file || more.length > 0 || !ownerUrl || !secret) throw new Error(usage);
  console.log(`${done}: ${await work({ ownerUrl, secret, file })} rows, ${file}`);
  return 0;
}

/** Asked as the owner, since the app sees one at a time. */
async function workspaces(): Promise<string[]> {
  const owner = new pg.Client({ connectionString: env().DATABASE_URL });
  await owner.connect();
  const { rows } = await owner.query<{ id: string }>("select id from workspaces order by id").finally(() => owner.end());
  return rows.map(({ id }) => id);
}

/** Where people open this installation, as far as a command can know. */
const address = (): string => env().NEXTAUTH_URL ?? `http://127.0.0.1:${env().PORT ?? 3000}`;
