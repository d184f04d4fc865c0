import { withWorkspace } from "#lib/db.ts";
import type { Complete } from "#lib/kernel/complete.ts";
import type { AnyTool, Attempt, Sql, ToolContext } from "./tool.ts";

export const now = new Date("2026-01-07T08:00:00Z"); // a Wednesday, 10:00 in Jerusalem

const nobody: Complete = async () => ({ text: "", model: "none", citations: [] });

export function contextOf(sql: Sql, workspaceId = "w1", over: Partial<ToolContext> = {}): ToolContext {
  return {
    workspace: { id: workspaceId },
    executionId: "exe_1",
    stepId: "s1",
    idempotencyKey: "exe_1:s1:0",
    now,
    timeZone: "Asia/Jerusalem",
    signal: new AbortController().signal,
    sql,
    complete: nobody,
    progress: () => {},
    ...over,
  };
}

/** Every statement in a transaction of its own, as a tool's reads are. */
export const sqlOf = (workspaceId: string): Sql => ({
  query: (text, values = []) => withWorkspace(workspaceId, async (client) => (await client.query(text, values)).rows),
});

export const noSql: Sql = {
  query: async () => {
    throw new Error("this tool has no business with the database");
  },
};

/** One call as the engine makes it: parsed, run, then committed in one transaction. */
export async function call<Output>(
  tool: AnyTool,
  params: unknown,
  workspaceId = "w1",
  over: Partial<ToolContext> = {},
): Promise<Attempt<Output>> {
  const input = tool.input.parse(params);
  const ran = await tool.run?.(input, contextOf(sqlOf(workspaceId), workspaceId, over));
  if (ran && !ran.ok) return ran;
  const settled = tool.commit
    ? await withWorkspace(workspaceId, (client) => {
        const sql: Sql = { query: async (text, values = []) => (await client.query(text, values)).rows };
        return tool.commit?.(input, contextOf(sql, workspaceId, over), ran?.output) as Promise<Attempt<Output>>;
      })
    : ran;
  if (settled?.ok) tool.output.parse(settled.output);
  return settled as Attempt<Output>;
}

/** The output, or a test that fails with the reason. */
export async function outputOf<Output>(
  tool: AnyTool,
  params: unknown,
  workspaceId = "w1",
  over: Partial<ToolContext> = {},
): Promise<Output> {
  const attempt = await call<Output>(tool, params, workspaceId, over);
  if (!attempt.ok) throw new Error(`${tool.name}: ${attempt.because}`);
  return attempt.output;
}

export async function makeWorkspace(id: string, { name = id, timeZone = "Asia/Jerusalem" } = {}): Promise<void> {
  await sqlOf(id).query("insert into workspaces (id, name, time_zone) values ($1, $2, $3) on conflict do nothing", [id, name, timeZone]);
}

export type DocumentDraft = {
  id: string;
  title: string;
  body?: string;
  tags?: string[];
  language?: string;
  kind?: string;
  date?: string;
  author?: string;
};

export async function makeDocuments(workspaceId: string, drafts: DocumentDraft[]): Promise<void> {
  for (const { id, title, body = "", tags = [], language = "en", kind = "note", date = "2025-12-10", author = "" } of drafts)
    await sqlOf(workspaceId).query(
      "insert into documents (workspace_id, id, title, body, tags, language, kind, happened_on, author) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
      [workspaceId, id, title, body, tags, language, kind, date, author],
    );
}

export type ContactDraft = { id: string; name: string; aliases?: string[]; email?: string; organisation?: string; role?: string };

export async function makeContacts(workspaceId: string, drafts: ContactDraft[]): Promise<void> {
  for (const { id, name, aliases = [], email = `${id}@example.com`, organisation = "", role = "" } of drafts)
    await sqlOf(workspaceId).query(
      "insert into contacts (workspace_id, id, name, aliases, email, organisation, role, tags) values ($1,$2,$3,$4,$5,$6,$7,'{}')",
      [workspaceId, id, name, aliases, email, organisation, role],
    );
}
