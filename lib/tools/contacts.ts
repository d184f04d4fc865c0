import type { Sql } from "./tool.ts";

export type ContactRow = {
  id: string;
  name: string;
  email: string;
  phone: string;
  organisation: string;
  role: string;
  language: string;
  timeZone: string;
  score: number;
};

/**
 * How well a contact answers to a name: 1 the name itself in any spelling that we know, 0.9 a part of it, 0.8 the beginning of one,
 * 0.7 the same sound in the other script, or in the same one with letters that are alike, below that a likeness of letters. Hebrew's attached letters cost a little.
 */
const ranked = `
  with asked as materialized (
    select search.plain($1) as name, string_to_array(search.plain($1), ' ') as tokens, $1::text is not null as by_name,
           search.tokens($2) as organisation, search.skeletons_of($2) as organisation_skeletons
  ), scored as (
    select c.*, case
        when not asked.by_name then 0.5
        when asked.name = '' then 0
        when asked.name = any (s.names) then 1.0
        when asked.tokens <@ s.tokens then 0.9
        when (select bool_and(token = any (s.tokens) or search.stripped(token) && s.tokens) from unnest(asked.tokens) as token) then 0.88
        when (select bool_and(exists (select 1 from unnest(s.tokens) as own where length(token) >= 2 and starts_with(own, token))) from unnest(asked.tokens) as token) then 0.8
        when (select bool_and(token = any (s.tokens) or exists (
                select 1 from unnest(array_append(search.stripped(token), token)) as form, unnest(s.tokens) as own
                where search.skeletons(form) && s.skeletons and search.skeletons(form) && search.skeletons(own)
                  and (search.is_hebrew(form) <> search.is_hebrew(own) or similarity(form, own) >= 0.3))) from unnest(asked.tokens) as token)
          -- Two consonants alone are too few to be sure of anybody.
          then case when cardinality(asked.tokens) > 1 or exists (select 1 from unnest(search.skeletons(asked.name)) as sound where length(sound) > 2 and sound = any (s.skeletons)) then 0.7 else 0.6 end
        else 0.65 * (select max(similarity(asked.name, part)) from unnest(s.names || s.tokens) as part)
      end as score
    from contacts c join search.contacts s on s.workspace_id = c.workspace_id and s.id = c.id cross join asked
    where ($2::text is null or search.plain($2) <> '' and (asked.organisation <@ string_to_array(s.organisation, ' ') or s.organisation like '%' || search.plain($2) || '%'
           or (asked.organisation_skeletons <> '{}' and asked.organisation_skeletons && s.organisation_skeletons)))
      and ($3::text is null or lower(c.email) = lower($3))
      and ($4::text is null or search.plain($4) <> '' and search.plain(c.role) like '%' || search.plain($4) || '%')
  )
  select id, name, email, phone, organisation, role, language, time_zone as "timeZone", score::float8 as score
  from scored where score >= 0.3 order by score desc, name, id limit $5`;

export type ContactsWanted = {
  name?: string | undefined;
  organisation?: string | undefined;
  email?: string | undefined;
  role?: string | undefined;
  limit: number;
};

export function rankContacts(sql: Sql, { name, organisation, email, role, limit }: ContactsWanted): Promise<ContactRow[]> {
  const given = (text: string | undefined) => (text === undefined || text.trim() === "" ? null : text.trim());
  return sql.query<ContactRow>(ranked, [given(name), given(organisation), given(email), given(role), limit]);
}
