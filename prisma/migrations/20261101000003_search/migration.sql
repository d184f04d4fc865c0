-- What search reads: the words of documents and contacts, kept beside them by triggers, in a schema of their own.
-- Row-level security lets no index decide by a text operator (none is leakproof), so the words are stored, never computed while searching.

create extension if not exists pg_trgm;
create schema search;
grant usage on schema search to fermata_app;

-- One spelling for comparing: lower case, no accents or vowel points, Hebrew final letters as ordinary ones, punctuation as spaces.
-- The characters are listed, so that it is the same under every collation.
create function search.plain(given text) returns text language sql immutable parallel safe as $$
  select trim(regexp_replace(
    regexp_replace(
      regexp_replace(
        translate(normalize(lower(coalesce(given, '')), NFKD), 'ךםןףץ', 'כמנפצ'),
        '[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]', '', 'g'),
      '[''"`\u2018\u2019\u201c\u201d\u05f3\u05f4]', '', 'g'),
    '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e\u0080-\u00bf\u00d7\u00f7\u05be\u05c0\u05c3\u05c6\u2000-\u206f\u20a0-\u20bf\u2190-\u2bff\u3000-\u303f]+', ' ', 'g'))
$$;

create function search.tokens(given text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct token), '{}') from unnest(string_to_array(search.plain(given), ' ')) as token where token <> ''
$$;

create function search.is_hebrew(token text) returns boolean language sql immutable parallel safe as $$ select token ~ '[א-ת]' $$;

-- A Hebrew word without the letters that attach to it (and, the, in, to, from, that, as): at least three letters stay.
create function search.stripped(token text) returns text[] language sql immutable parallel safe as $$
  select case when token ~ '^[והשבכלמ][א-ת]{3,}$'
    then array_remove(array[substr(token, 2), case when token ~ '^[ושכמל][השבכלמ][א-ת]{3,}$' then substr(token, 3) end], null)
    else '{}'::text[] end
$$;

-- The consonants of a word, in one alphabet for Hebrew and Latin letters: how a name sounds, whichever script wrote it.
-- Several readings where a letter has several: v (bet or vav), vav (v or a vowel), het (ch or h).
create function search.skeletons(token text) returns text[] language sql immutable parallel safe as $$
  with heard as (
    select case
      when token ~ '^[א-ת]+$' then array[
        translate(token, 'בגדזחטכלמנסצקרשתפיאהוע', 'bgdzktklmnsskrstpy'),
        translate(replace(token, 'ח', ''), 'בגדזטכלמנסצקרשתפיאהוע', 'bgdztklmnsskrstpy'),
        translate(token, 'ובגדזחטכלמנסצקרשתפיאהע', 'bbgdzktklmnsskrstpy')]
      when token ~ '^[a-z]+$' then (
        select array[translate(latin, 'vw', 'bb'), translate(latin, 'vw', '')] from (
          select translate(
            regexp_replace(regexp_replace(regexp_replace(replace(replace(regexp_replace(regexp_replace(
              token, 'sch|sh|tz|ts', 's', 'g'), 'ch|kh|ck', 'k', 'g'), 'ph', 'p'), 'th', 't'), 'c(?=[eiy])', 's', 'g'), 'x', 'ks', 'g'), '[cq]', 'k', 'g'),
            'jfaeiouh', 'gp') as latin) as l)
      else '{}'::text[] end as readings)
  select coalesce(array_agg(distinct skeleton), '{}') from (
    select regexp_replace(left(reading, 1) || replace(substr(reading, 2), 'y', ''), '(.)\1+', '\1', 'g') as skeleton from heard, unnest(readings) as reading
  ) as each_reading where length(skeleton) >= 2
$$;

-- Skeletons that say which script they come from.
create function search.sounds(word text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(case when search.is_hebrew(word) then 'xqh' else 'xql' end || skeleton), '{}') from unnest(search.skeletons(word)) as skeleton
$$;

-- Skeletons as words of a text index, marked by the script that they come from.
create function search.heard(words text[], at_least int) returns text language sql immutable parallel safe as $$
  select coalesce(string_agg(case when search.is_hebrew(word) then 'xqh' else 'xql' end || skeleton, ' '), '')
  from unnest(words) as word, unnest(search.skeletons(word)) as skeleton where length(skeleton) >= at_least
$$;

create function search.unprefixed(words text[]) returns text language sql immutable parallel safe as $$
  select coalesce(string_agg(form, ' '), '') from unnest(words) as word, unnest(search.stripped(word)) as form
$$;

create function search.words_of(title text, tags text[], author text, body text) returns tsvector language sql immutable parallel safe as $$
  with parts as (
    select search.plain(concat_ws(' ', title, array_to_string(tags, ' '))) as head, search.plain(left(body, 200000)) as rest, search.plain(author) as by_whom
  ), split as (
    select *, string_to_array(head, ' ') as head_words, (select array_agg(distinct word) from unnest(string_to_array(rest, ' ')) as word) as rest_words from parts
  )
  select setweight(to_tsvector('simple', head), 'A') || setweight(to_tsvector('english', head), 'A') || setweight(to_tsvector('simple', search.unprefixed(head_words)), 'B')
      || setweight(to_tsvector('simple', rest), 'B') || setweight(to_tsvector('english', rest), 'B') || setweight(to_tsvector('simple', by_whom), 'C')
      || setweight(to_tsvector('simple', search.heard(head_words, 3)), 'C')
      || setweight(to_tsvector('simple', search.unprefixed(rest_words)), 'D') || setweight(to_tsvector('simple', search.heard(rest_words, 4)), 'D')
  from split
$$;

create table search.documents (
  workspace_id text not null,
  id text not null,
  words tsvector not null,
  head text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, id) references public.documents (workspace_id, id) on delete cascade
);

create table search.contacts (
  workspace_id text not null,
  id text not null,
  names text[] not null,
  tokens text[] not null,
  sounds text[] not null,
  organisation text not null,
  organisation_skeletons text[] not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, id) references public.contacts (workspace_id, id) on delete cascade
);

-- The same word in the other script, as this workspace writes it: a title, tag or name that sounds alike. Found so, it is then looked for by its letters,
-- since a sound of two or three consonants alone would meet many a common word in running text.
create function search.synonyms(word text) returns text[] language sql stable parallel safe as $$
  with asked as materialized (
    select array(select skeleton from unnest(search.skeletons(word)) as skeleton where length(skeleton) >= 3) as skeletons, case when search.is_hebrew(word) then 'xql' else 'xqh' end as marker
  ), titled as (
    select d.head from search.documents d, asked
    where asked.skeletons <> '{}' and d.words @@ (select string_agg(quote_literal(asked.marker || skeleton) || ':C', ' | ') from unnest(asked.skeletons) as skeleton)::tsquery limit 40
  ), named as (
    select c.tokens from search.contacts c, asked where word = any (c.tokens) limit 40
  ), candidates as (
    select token from titled, string_to_table(head, ' ') as token union select unnest(tokens) from named
  )
  select coalesce(array_agg(form), '{}') from (
    select distinct form from candidates, unnest(array_append(search.stripped(token), token)) as form
    where search.is_hebrew(form) <> search.is_hebrew(word) and search.skeletons(form) && search.skeletons(word) and length(form) >= 3 limit 20
  ) as found
$$;

-- What a word of a question finds: itself, its stem, what it begins, its Hebrew forms, and the same sound in the other script
-- (in its own too when `by_ear`: the last resort for a misspelling).
create function search.word_query(word text, by_ear boolean) returns tsquery language sql stable parallel safe as $$
  with forms as (
    select word as form, true as is_prefix where length(word) >= 3
    union select word, false where length(word) < 3
    union select unnest(search.stripped(word)), true
    union select regexp_replace(word, '(ימ|ות|ית)$', ''), true where word ~ '^[א-ת]{3,}(ימ|ות|ית)$'
    union select synonym, false from unnest(array_append(search.stripped(word), word)) as asked_form, unnest(search.synonyms(asked_form)) as synonym
    union select marker || skeleton, false
      from unnest(search.skeletons(word)) as skeleton, unnest(array['xqh', 'xql']) as marker
      where length(skeleton) >= 3 and (by_ear or marker <> case when search.is_hebrew(word) then 'xqh' else 'xql' end)
  )
  select (select string_agg(quote_literal(form) || case when is_prefix then ':*' else '' end, ' | ') from forms where form <> '')::tsquery || plainto_tsquery('english', word)
$$;

create function search.question_words(given text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(word), '{}') from (
    select word from unnest((search.tokens(left(given, 500)))[1:40]) as word
    where numnode(plainto_tsquery('english', word)) > 0
      and word <> all (array['את','של','על','עמ','מה','זה','אנו','אנחנו','הוא','היא','כל','גמ','או','אמ','כי','לא','יש','אינ','עד','בינ','היה','היו','לי','לנו'])
  ) as meant
$$;

-- Every word (`all_of`) or any of them; null when the question holds none.
create function search.question(given text, all_of boolean, by_ear boolean default false) returns tsquery language plpgsql stable parallel safe as $$
declare
  word text;
  asked tsquery;
begin
  foreach word in array search.question_words(given) loop
    asked := case when asked is null then search.word_query(word, by_ear) when all_of then asked && search.word_query(word, by_ear) else asked || search.word_query(word, by_ear) end;
  end loop;
  return asked;
end
$$;

create function search.keep_document() returns trigger language plpgsql as $$
begin
  insert into search.documents (workspace_id, id, words, head)
  values (new.workspace_id, new.id, search.words_of(new.title, new.tags, new.author, new.body), search.plain(concat_ws(' ', new.title, array_to_string(new.tags, ' '))))
  on conflict (workspace_id, id) do update set words = excluded.words, head = excluded.head;
  return null;
end
$$;

create function search.skeletons_of(given text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct skeleton), '{}') from unnest(search.tokens(given)) as token, unnest(search.skeletons(token)) as skeleton
$$;

create function search.keep_contact() returns trigger language plpgsql as $$
declare
  everything text := concat_ws(' ', new.name, array_to_string(new.aliases, ' '));
begin
  insert into search.contacts (workspace_id, id, names, tokens, sounds, organisation, organisation_skeletons)
  values (new.workspace_id, new.id,
    (select array_agg(search.plain(name)) from unnest(array_prepend(new.name, new.aliases)) as name),
    search.tokens(everything), array(select distinct sound from unnest(search.tokens(everything)) as token, unnest(search.sounds(token)) as sound), search.plain(new.organisation), search.skeletons_of(new.organisation))
  on conflict (workspace_id, id) do update
    set names = excluded.names, tokens = excluded.tokens, sounds = excluded.sounds, organisation = excluded.organisation, organisation_skeletons = excluded.organisation_skeletons;
  return null;
end
$$;

create trigger keep_search_words after insert or update of title, body, tags, author on public.documents for each row execute function search.keep_document();
create trigger keep_search_words after insert or update of name, aliases, organisation on public.contacts for each row execute function search.keep_contact();

alter table search.documents enable row level security;
alter table search.documents force row level security;
alter table search.contacts enable row level security;
alter table search.contacts force row level security;
create policy own_workspace on search.documents to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy own_workspace on search.contacts to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on search.documents to current_user using (true) with check (true);
create policy owner_all on search.contacts to current_user using (true) with check (true);
grant select, insert, update, delete on search.documents, search.contacts to fermata_app;
