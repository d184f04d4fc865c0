import { z } from "zod";
import { done, failed } from "./attempt.ts";
import { cut, plainly, quoted, Words } from "./fields.ts";
import type { LinkTo } from "./links.ts";
import { defineTool } from "./tool.ts";

const Input = z
  .strictObject({ id: Words(200).optional(), url: Words(2_000).optional() })
  .refine(({ id, url }) => (id === undefined) !== (url === undefined), { message: "give either id or url", path: ["id"] });

const Output = z.object({
  id: z.string(),
  title: z.string(),
  url: z.string(),
  date: z.string(),
  kind: z.string(),
  language: z.string(),
  tags: z.array(z.string()),
  author: z.string(),
  text: z.string(),
  truncated: z.boolean(),
});

const maxChars = 100_000;

type Row = Omit<z.infer<typeof Output>, "text" | "truncated"> & { body: string };

export const documentsRead = (linkTo: LinkTo) =>
  defineTool({
    name: "documents.read",
    title: "Read a document",
    description: "Reads one document of the workspace in full, by its id or its address.",
    input: Input,
    output: Output,
    effect: "read",
    isLocal: true,
    takes: { id: "document-id", url: "url" },
    gives: { text: "document-text", "*": "document" },
    timeoutMs: 30_000,
    describe: ({ id, url }) => plainly(() => `Read the document ${quoted(id ?? url ?? "")}`, "Read a document"),
    run: async ({ id, url }, { sql, workspace }) => {
      const rows = await sql.query<Row>(
        `select id, title, url, happened_on::text as date, kind, language, tags, author, left(body, $3::int + 1) as body
         from documents where ($1::text is not null and id = $1) or ($2::text is not null and (url = $2 or (url = '' and id = $4))) order by updated_at desc limit 1`,
        [id ?? null, url ?? null, maxChars, url ? idIn(url, (found) => linkTo(workspace.id, "documents", found)) : null],
      );
      const [row] = rows;
      if (!row) return failed("not_found", `there is no document ${quoted(id ?? url ?? "")}`);
      const { body, ...rest } = row;
      return done({
        ...rest,
        url: rest.url || linkTo(workspace.id, "documents", rest.id),
        text: cut(body, maxChars),
        truncated: body.length > maxChars,
      });
    },
  });

/** The id in an address of ours; null for any other address. */
function idIn(url: string, link: (id: string) => string): string | null {
  const last = url.split(/[/?#]/).findLast((part) => part !== "") ?? "";
  return link(last) === url ? last : null;
}
