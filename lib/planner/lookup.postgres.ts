import { rankContacts } from "#lib/tools/contacts.ts";
import type { Sql } from "#lib/tools/tool.ts";
import type { Lookup } from "./decision.ts";

/** From here on a contact answers to the name by its letters; a bit below, by its sound, which counts only from one script to the other. */
const byLetters = 0.8;
const bySound = 0.7;
const isHebrew = (text: string) => /[\u05d0-\u05ea]/.test(text);

/** What the workspace's own documents and contacts know of a name. Run with a `Sql` that stands inside the workspace. */
export function lookupIn(sql: Sql): Lookup {
  return {
    async people(name) {
      const found = await rankContacts(sql, { name, limit: 12 });
      const best = found.filter((row) => row.score >= byLetters || (row.score >= bySound && isHebrew(row.name) !== isHebrew(name)));
      // A full name that is somebody's own is not also the name of whoever sounds like it.
      const top = best.filter((row) => row.score >= 1);
      const exact = new Set((top.length > 0 ? top : best).map((row) => row.id));
      return found.map(({ id, name: called, email, organisation }) => ({
        id,
        name: called,
        match: exact.has(id) ? ("exact" as const) : ("near" as const),
        ...(email === "" ? {} : { email }),
        ...(organisation === "" ? {} : { organisation }),
      }));
    },

    async organisations(name) {
      // A tag that all of an organisation's people have, and nobody else, is another name of it.
      const rows = await sql.query<{ name: string; aliases: string[] }>(
        `with named as (
           select c.organisation as name, array[c.organisation] as aliases from contacts c join search.contacts s on s.workspace_id = c.workspace_id and s.id = c.id
           where c.organisation <> '' and (search.tokens($1) <@ string_to_array(s.organisation, ' ')
             or (cardinality(search.tokens($1)) = 1 and search.skeletons_of($1) && s.organisation_skeletons and search.is_hebrew(search.plain($1)) <> search.is_hebrew(s.organisation)))
         ), tagged as (
           select min(c.organisation) as name, array[tag] as aliases from contacts c, unnest(c.tags) as tag
           where search.tokens($1) <@ search.tokens(tag)
           group by tag having min(c.organisation) = max(c.organisation) and min(c.organisation) <> ''
             and count(*) = (select count(*) from contacts o where o.organisation = min(c.organisation))
         )
         select name, array_agg(distinct alias order by alias) as aliases from (select * from named union select * from tagged) as found, unnest(aliases) as alias
         where search.tokens($1) <> '{}' group by name order by name limit 12`,
        [name],
      );
      return rows;
    },

    async topics(words) {
      const rows = await sql.query<{ topic: string; count: number; documents: { id: string; title: string }[] }>(
        `select tag as topic, count(*)::int as count, to_jsonb((array_agg(jsonb_build_object('id', d.id, 'title', d.title) order by d.happened_on desc, d.id))[1:5]) as documents
         from documents d, unnest(d.tags) as tag
         where search.tokens($1) <> '{}' and (search.tokens($1) <@ search.tokens(tag)
           or (cardinality(search.tokens($1)) = 1 and search.is_hebrew(search.plain($1)) <> search.is_hebrew(search.plain(tag)) and search.skeletons_of($1) && search.skeletons_of(tag)))
         group by tag order by 2 desc, 1 limit 12`,
        [words.join(" ")],
      );
      return rows;
    },

    async workload(request) {
      const [counts] = await sql.query<{ underWay: number; openApprovals: number }>(
        `select (select count(*)::int from executions where status in ('queued', 'planning', 'awaiting_approval', 'running', 'paused') and state->>'simulated' is null) as "underWay",
           (select count(*)::int from pending_approvals where status = 'open') as "openApprovals"`,
        [],
      );
      const similar = await sql.query<{ id: string; title: string; status: string }>(
        `with recent as (select id, title, status, created_at from executions where state->>'simulated' is null order by created_at desc limit 200),
           asked as (select search.tokens($1) as words)
         select id, title, status from (
           select recent.*, cardinality(array(select unnest(search.tokens(title)) intersect select unnest(words)))::float
             / nullif(cardinality(array(select unnest(search.tokens(title)) union select unnest(words))), 0) as likeness
           from recent, asked) as compared
         where likeness >= 0.6 order by created_at desc limit 3`,
        [request],
      );
      return { underWay: counts?.underWay ?? 0, openApprovals: counts?.openApprovals ?? 0, similar };
    },
  };
}
