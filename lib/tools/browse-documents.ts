import type { Workspace } from "#lib/tenancy/workspace.ts";
import { containing, type Reading, shownAtMost } from "./browse.ts";

export type DocumentRow = { id: string; title: string; kind: string; language: string; author: string; tags: string[]; on: string };
export type DocumentPage = DocumentRow & { body: string; folder: string; url: string; executionId: string | null };

const fields = `id, title, kind, language, author, tags, to_char(happened_on, 'YYYY-MM-DD') as "on"`;

/** Documents by the day that they are about, the newest first. */
export function listDocuments({ readAt }: Reading, { workspace, text }: { workspace: Workspace; text: string }): Promise<DocumentRow[]> {
  return readAt(workspace, (sql) =>
    sql.query<DocumentRow>(
      `select ${fields} from documents
       where title ilike $1 or body ilike $1 or author ilike $1 or array_to_string(tags, ' ') ilike $1
       order by happened_on desc, id limit $2`,
      [containing(text), shownAtMost],
    ),
  );
}

export async function readDocument(
  { readAt }: Reading,
  { workspace, id }: { workspace: Workspace; id: string },
): Promise<DocumentPage | undefined> {
  const [row] = await readAt(workspace, (sql) =>
    sql.query<DocumentPage>(`select ${fields}, body, folder, url, execution_id as "executionId" from documents where id = $1`, [id]),
  );
  return row;
}
