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
           search.tokens($2) as organisation, search.plain($2) as organisation_name, search.skeletons_of($2) as organisation_skeletons, search.plain($4) as role
  ), words as materialized (
    select token, forms, sounds, array(select case when starts_with(sound, 'xqh') then 'xql' else 'xqh' end || substr(sound, 4) from unnest(sounds) as sound) as sounds_elsewhere
    from asked, unnest(asked.tokens) as token, lateral (select array_append(search.stripped(token), token) as forms) as f,
      lateral (select array(select sound from unnest(forms) as form, unnest(search.sounds(form)) as sound) as sounds) as s
  ), sure as materialized (
    -- Two consonants alone are too few to be sure of anybody.
    select count(*) > 1 or bool_or(exists (select 1 from unnest(sounds) as sound where length(sound) > 5)) as of_sound from words
  ), scored as (
    select c.*, case
        when not asked.by_name then 0.5
        when asked.name = '' then 0
        when asked.name = any (s.names) then 1.0
        when asked.tokens <@ s.tokens then 0.9
        when (select bool_and(forms && s.tokens) from words) then 0.88
        when (select bool_and(exists (select 1 from unnest(s.tokens) as own where length(token) >= 2 and starts_with(own, token))) from words) then 0.8
        when (select bool_and(token = any (s.tokens) or sounds_elsewhere && s.sounds
                or (sounds && s.sounds and exists (select 1 from unnest(s.tokens) as own where similarity(token, own) >= 0.3))) from words)
          then case when (select of_sound from sure) then 0.7 else 0.6 end
        else 0.65 * (select max(similarity(asked.name, part)) from unnest(s.names || s.tokens) as part)
      end as score
    from contacts c join search.contacts s on s.workspace_id = c.workspace_id and s.id = c.id cross join asked
    where ($2::text is null or asked.organisation_name <> '' and (asked.organisation <@ string_to_array(s.organisation, ' ') or s.organisation like '%' || asked.organisation_name || '%'
           or (asked.organisation_skeletons <> '{}' and asked.organisation_skeletons && s.organisation_skeletons)))
      and ($3::text is null or lower(c.email) = lower($3))
      and ($4::text is null or asked.role <> '' and search.plain(c.role) like '%' || asked.role || '%')
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
