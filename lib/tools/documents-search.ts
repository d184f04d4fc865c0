import { z } from "zod";
import { done } from "./attempt.ts";
import { cut, Day, dayOf, inOrder, Language, Limit, outOfOrder, plainly, quoted, Text } from "./fields.ts";
import type { LinkTo } from "./links.ts";
import { snippetOf } from "./snippet.ts";
import { defineTool, type Sql } from "./tool.ts";

const Input = z
  .strictObject({
    query: Text(500).optional(),
    topic: Text(200).optional(),
    organisation: Text(200).optional(),
    from: Day.optional(),
    to: Day.optional(),
    kind: Text(60).optional(),
    language: Language.optional(),
    limit: Limit(25),
  })
  .refine(inOrder, outOfOrder);
type Input = z.infer<typeof Input>;

const Found = z.object({
  id: z.string(),
  title: z.string(),
  url: z.string(),
  date: z.string(),
  kind: z.string(),
  language: z.string(),
  tags: z.array(z.string()),
  author: z.string(),
  snippet: z.string(),
  text: z.string(),
  /** Whether `text` is not the whole of it. */
  truncated: z.boolean(),
  score: z.number(),
});
const Output = z.object({ results: z.array(Found), total: z.int() });

/** All texts of one answer together, so that a step's output stays small enough to hand on. */
const maxCharsInAll = 120_000;
const maxCharsEach = 8_000;

type Row = {
  id: string;
  title: string;
  url: string;
  date: string;
  kind: string;
  language: string;
  tags: string[];
  author: string;
  body: string;
  score: number;
  total: number;
  words: string[];
};

/**
 * The topic and the organisation decide what is found; the words of the query decide alone when neither is given, and rank otherwise.
 * Dates, kind and language always hold.
 */
const search = `
  with asked as materialized (
    select search.question($1, true, $8) as all_words, search.question($1, false, $8) as any_word,
           search.question($2, true, $8) as topic, search.question($3, true, $8) as organisation
  ), found as (
    select d.workspace_id, d.id, d.happened_on,
      coalesce(ts_rank('{0.1,0.3,0.5,1}', s.words, asked.topic), 0) * 2
        + coalesce(ts_rank('{0.1,0.3,0.5,1}', s.words, asked.organisation), 0)
        + coalesce(ts_rank('{0.1,0.3,0.5,1}', s.words, asked.any_word, 1), 0)
        + case when s.words @@ asked.all_words then 1 else 0 end as score
    from documents d join search.documents s on s.workspace_id = d.workspace_id and s.id = d.id cross join asked
    where ($4::date is null or d.happened_on >= $4::date) and ($5::date is null or d.happened_on <= $5::date)
      and ($6::text is null or d.kind = $6) and ($7::text is null or d.language = $7)
      and (asked.topic is null or s.words @@ asked.topic)
      and (asked.organisation is null or s.words @@ asked.organisation)
      and (asked.topic is not null or asked.organisation is not null or asked.any_word is null or s.words @@ asked.any_word)
  ), ranked as (
    select *, (count(*) over ())::int as total from found order by score desc, happened_on desc, id limit $9
  )
  select d.id, d.title, d.url, d.happened_on::text as date, d.kind, d.language, d.tags, d.author, left(d.body, $10::int + 1) as body, ranked.score::float8 as score, ranked.total,
    search.question_words(concat_ws(' ', $2, $1)) as words
  from ranked join documents d on d.workspace_id = ranked.workspace_id and d.id = ranked.id
  order by ranked.score desc, ranked.happened_on desc, d.id`;

/** By likeness of letters in title and tags: what is left when no word was found, for a misspelling that does not even sound alike. */
const searchAlike = `
  with asked as materialized (select search.plain(concat_ws(' ', $2::text, $3::text, $1::text)) as words), found as (
    select d.workspace_id, d.id, d.happened_on, word_similarity(asked.words, s.head) as score
    from documents d join search.documents s on s.workspace_id = d.workspace_id and s.id = d.id cross join asked
    where ($4::date is null or d.happened_on >= $4::date) and ($5::date is null or d.happened_on <= $5::date)
      and ($6::text is null or d.kind = $6) and ($7::text is null or d.language = $7)
  ), ranked as (
    select *, (count(*) over ())::int as total from found where score > 0.4 order by score desc, happened_on desc, id limit $8
  )
  select d.id, d.title, d.url, d.happened_on::text as date, d.kind, d.language, d.tags, d.author, left(d.body, $9::int + 1) as body, (ranked.score / 2)::float8 as score, ranked.total, '{}'::text[] as words
  from ranked join documents d on d.workspace_id = ranked.workspace_id and d.id = ranked.id
  order by ranked.score desc, ranked.happened_on desc, d.id`;

export const documentsSearch = (linkTo: LinkTo) =>
  defineTool({
    name: "documents.search",
    title: "Search documents",
    description: "Finds the workspace's documents by words, topic, organisation and dates, in English and Hebrew.",
    input: Input,
    output: Output,
    effect: "read",
    isLocal: true,
    takes: {
      query: "query",
      topic: "topic",
      from: "period-start",
      to: "period-end",
      organisation: "organisation",
      limit: "limit",
      language: "document-language",
    },
    gives: { results: "documents" },
    timeoutMs: 30_000,
    describe: (input) => plainly(() => inWords(input), "Search the documents"),
    run: async (input, { sql, workspace }) => {
      const maxChars = Math.min(maxCharsEach, Math.floor(maxCharsInAll / input.limit));
      const rows = await find(sql, input, maxChars);
      return done({
        results: rows.map(({ body, total: _total, words, ...row }) => ({
          ...row,
          url: row.url || linkTo(workspace.id, "documents", row.id),
          score: Math.round(row.score * 1000) / 1000,
          snippet: snippetOf(body, words),
          text: cut(body, maxChars),
          truncated: body.length > maxChars,
        })),
        total: rows[0]?.total ?? 0,
      });
    },
  });

async function find(sql: Sql, input: Input, maxChars: number): Promise<Row[]> {
  const asked = [input.query, input.topic, input.organisation].map((text) => text?.trim() || null);
  const limits = [input.from ? dayOf(input.from) : null, input.to ? dayOf(input.to) : null, input.kind ?? null, input.language ?? null];
  for (const byEar of [false, true]) {
    const rows = await sql.query<Row>(search, [...asked, ...limits, byEar, input.limit, maxChars]);
    if (rows.length > 0 || asked.every((text) => text === null)) return rows;
  }
  return sql.query<Row>(searchAlike, [...asked, ...limits, input.limit, maxChars]);
}

function inWords({ query, topic, organisation, from, to }: Input): string {
  const about = [topic, organisation].filter(Boolean).map((text) => quoted(text ?? ""));
  const words = query ? ` for ${quoted(query)}` : "";
  const period = from || to ? `, ${from ? `from ${dayOf(from)}` : ""}${from && to ? " " : ""}${to ? `to ${dayOf(to)}` : ""}` : "";
  return `Search the documents${about.length > 0 ? ` on ${about.join(" and ")}` : ""}${words}${period}`;
}
