import pg from "pg";
import { closePools, withWorkspace } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { hashPassword } from "#lib/tenancy/password.argon2.ts";
import { type Account, demoAccounts, otherAccounts, seedPassword } from "./seed/accounts.ts";
import { demoEvents, demoThreads } from "./seed/demo-calendar.ts";
import { demoContacts } from "./seed/demo-contacts.ts";
import { seedExecutions } from "./seed/executions.ts";
import { insertRows, type WorkspaceRows, workingDayAt } from "./seed/insert-rows.postgres.ts";
import { otherDocuments } from "./seed/other-documents.ts";
import { otherContacts, otherEvents, otherThreads, otherWorkspaceDocuments } from "./seed/other-workspace.ts";
import { tevuotDocuments } from "./seed/tevuot-documents.ts";
import { seedWorkflows } from "./seed/workflows.ts";

type SeedWorkspace = WorkspaceRows & { name: string; language: string; accounts: Account[] };

/** Fills `demo` and `other`. Everything has a stable id, so a second time adds nothing and changes nothing. */
export async function seedWorkspaces({ ownerUrl, now = new Date() }: { ownerUrl: string; now?: Date }): Promise<void> {
  const passwordHash = await hashPassword(seedPassword);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    for (const workspace of [other(now), demo(now)]) {
      await withWorkspace(workspace.id, (client) => insertRows(client, workspace, now));
      await insertWorkspace(owner, workspace, passwordHash);
    }
  } finally {
    await owner.end();
  }
  await seedExecutions({ now });
  const builder = demoAccounts.find(({ role }) => role === "builder") ?? demoAccounts[0];
  if (builder)
    await seedWorkflows({
      scope: { id: "demo" },
      by: { kind: "member", id: builder.id, name: builder.name },
      at: now,
      timeZone: "Asia/Jerusalem",
    });
}

/** Comes last: whoever finds the workspace finds all of it. */
async function insertWorkspace(
  owner: pg.Client,
  { id: workspace, name, language, timeZone, accounts }: SeedWorkspace,
  passwordHash: string,
): Promise<void> {
  await owner.query("begin");
  await owner.query("insert into workspaces (id, name, language, time_zone) values ($1, $2, $3, $4) on conflict do nothing", [
    workspace,
    name,
    language,
    timeZone,
  ]);
  for (const { id, email, name: who, role } of accounts) {
    await owner.query("insert into users (id, email, name, password_hash) values ($1, $2, $3, $4) on conflict do nothing", [
      id,
      email,
      who,
      passwordHash,
    ]);
    await owner.query("insert into members (workspace_id, user_id, role) values ($1, $2, $3) on conflict do nothing", [
      workspace,
      id,
      role,
    ]);
  }
  // Whoever tries the demo is alone in it, whatever its list of people says.
  if (workspace === "demo")
    await owner.query("insert into approval_policies (workspace_id, version, policy, by) values ($1, 1, $2, $3) on conflict do nothing", [
      workspace,
      JSON.stringify({ selfApproval: "always", rules: [] }),
      JSON.stringify({ kind: "system", id: "seed", name: "Fermata" }),
    ]);
  await owner.query("commit");
}

function demo(now: Date): SeedWorkspace {
  const timeZone = "Asia/Jerusalem";
  const y = lastDecember(now);
  return {
    id: "demo",
    name: "Sadot Advisory",
    language: "en",
    timeZone,
    accounts: demoAccounts,
    documents: [...tevuotDocuments(y), ...otherDocuments(y)],
    contacts: demoContacts(),
    events: demoEvents(workingDayAt(now, timeZone)),
    threads: demoThreads(),
  };
}

function other(now: Date): SeedWorkspace {
  const timeZone = "Europe/London";
  return {
    id: "other",
    name: "Harbour Office",
    language: "en",
    timeZone,
    accounts: otherAccounts,
    documents: otherWorkspaceDocuments(lastDecember(now)),
    contacts: otherContacts(),
    events: otherEvents(workingDayAt(now, timeZone)),
    threads: otherThreads(),
  };
}

/** The year of the last December that is over. */
const lastDecember = (now: Date): number => now.getUTCFullYear() - 1;

async function main(): Promise<void> {
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) throw new Error("DATABASE_URL must be set: npm run db:seed sets it");
  await seedWorkspaces({ ownerUrl: DATABASE_URL });
  await closePools();
  process.stdout.write("the workspaces demo and other are filled\n");
}

if (import.meta.main) await main();
