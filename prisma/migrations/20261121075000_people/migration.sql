-- People of the whole installation: their sessions, their attempts to sign in, their links and second factors. None of it is a workspace's,
-- so no role but the owner has a grant here; the app asks functions that answer one question each.
create schema identity;

create table identity.sessions (
  id text primary key,
  user_id text not null references public.users (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  seen_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  address text not null default '',
  agent text not null default ''
);
create index sessions_user on identity.sessions (user_id, created_at);

-- Attempts that did not succeed, by the hash of whose they are; a window begins with the first of them.
create table identity.attempts (
  key text primary key,
  count int not null,
  since timestamptz not null
);
create index attempts_since on identity.attempts (since);

-- Links to a new password: one use, an hour; only the hash of what stands in the link.
create table identity.resets (
  hash text primary key,
  user_id text not null references public.users (id) on delete cascade,
  expires_at timestamptz(3) not null
);
create index resets_user on identity.resets (user_id);

-- The second factor of a person: its secret is sealed, and the last time step that was used is never taken again.
create table identity.factors (
  user_id text primary key references public.users (id) on delete cascade,
  sealed bytea not null,
  confirmed_at timestamptz(3),
  last_step bigint not null default 0
);
create table identity.recovery_codes (
  user_id text not null references public.users (id) on delete cascade,
  hash text not null,
  primary key (user_id, hash)
);

-- A member who is disabled keeps a place in the list and nothing else.
alter table public.members add column disabled_at timestamptz(3);
-- Who made a key: it may never do more than that person may at the moment of its use. Null: made by the operator's command.
alter table public.api_keys add column created_by text;
alter table public.api_keys add column created_by_name text not null default '';

CREATE TABLE "invitations" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "invited_by" TEXT NOT NULL,
    "invited_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("workspace_id","id")
);
CREATE UNIQUE INDEX "invitations_hash_key" ON "invitations"("hash");
CREATE INDEX "invitations_workspace_id_created_at_idx" ON "invitations"("workspace_id", "created_at");
alter table public.invitations enable row level security;
alter table public.invitations force row level security;
create policy own_workspace on public.invitations to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.invitations to current_user using (true) with check (true);
grant select, insert, update on public.invitations to fermata_app;

create function places_of(p_user text) returns json
language sql security definer set search_path = public as $$
  select coalesce(json_agg(json_build_object('workspaceId', m.workspace_id, 'workspaceName', w.name, 'role', m.role) order by m.created_at, m.workspace_id), '[]')
  from members m join workspaces w on w.id = m.workspace_id where m.user_id = p_user and m.disabled_at is null;
$$;
drop function memberships_of(text);

-- An address from which the person has signed in before is not a stranger's: guessing from elsewhere does not close it.
drop function sign_in_of(text);
create function sign_in_of(p_email text, p_address text) returns json
language sql security definer set search_path = public as $$
  select json_build_object('id', u.id, 'name', u.name, 'email', u.email, 'passwordHash', u.password_hash, 'members', places_of(u.id),
    'knowsAddress', exists (select 1 from identity.sessions s where s.user_id = u.id and s.address = p_address and s.address <> ''),
    'hasFactor', exists (select 1 from identity.factors f where f.user_id = u.id and f.confirmed_at is not null))
  from users u where u.email = lower(p_email);
$$;

-- ── sessions ──────────────────────────────────────────────────────────────────────────────────────────────────────────
create function session_open(p_session text, p_user text, p_address text, p_agent text, p_days int) returns void
language sql security definer set search_path = public as $$
  -- Kept for a while after their end, so that the address stays known.
  delete from identity.sessions s where s.user_id = p_user and s.expires_at < now() - interval '90 days';
  insert into identity.sessions (id, user_id, address, agent, expires_at) values (p_session, p_user, p_address, p_agent, now() + make_interval(days => p_days));
$$;
create function session_of(p_session text) returns json
language sql security definer set search_path = public as $$
  select json_build_object('id', u.id, 'name', u.name, 'email', u.email, 'members', places_of(u.id), 'isStale', s.seen_at < now() - interval '1 minute')
  from identity.sessions s join users u on u.id = s.user_id
  where s.id = p_session and s.expires_at > now() and s.seen_at > now() - interval '7 days';
$$;
create function session_seen(p_session text) returns void
language sql security definer set search_path = public as $$
  update identity.sessions s set seen_at = now() where s.id = p_session and s.expires_at > now() and s.seen_at < now() - interval '1 minute';
$$;
create function sessions_of(p_user text) returns table (id text, "createdAt" timestamptz, "seenAt" timestamptz, "expiresAt" timestamptz, address text, agent text)
language sql security definer set search_path = public as $$
  select s.id, s.created_at, s.seen_at, s.expires_at, s.address, s.agent from identity.sessions s
  where s.user_id = p_user and s.expires_at > now() and s.seen_at > now() - interval '7 days' order by s.seen_at desc, s.id;
$$;
create function session_end(p_user text, p_session text) returns boolean
language sql security definer set search_path = public as $$
  with ended as (update identity.sessions s set expires_at = now() - interval '1 millisecond' where s.user_id = p_user and s.id = p_session and s.expires_at > now() returning 1)
  select exists (select 1 from ended);
$$;
create function sessions_end_but(p_user text, p_session text) returns int
language sql security definer set search_path = public as $$
  with ended as (update identity.sessions s set expires_at = now() - interval '1 millisecond' where s.user_id = p_user and s.id is distinct from p_session and s.expires_at > now() returning 1)
  select count(*)::int from ended;
$$;

-- ── attempts ──────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Counts an attempt before it is tried, so that a hundred at once are counted too. The rows are locked in one order: takers queue, and none is counted twice.
create function attempt_take(p_keys text[], p_most int[], p_window_seconds float) returns boolean
language plpgsql security definer set search_path = public as $$
declare
  v_window interval := make_interval(secs => p_window_seconds);
begin
  delete from identity.attempts d where d.key in (select a.key from identity.attempts a where a.since < now() - 2 * v_window order by a.since limit 20 for update skip locked);
  insert into identity.attempts as a (key, count, since) select k, 0, clock_timestamp() from unnest(p_keys) as k order by k
    on conflict (key) do update set
      count = case when a.since < clock_timestamp() - v_window then 0 else a.count end,
      since = case when a.since < clock_timestamp() - v_window then clock_timestamp() else a.since end;
  if exists (select 1 from unnest(p_keys, p_most) as l (key, most) join identity.attempts a on a.key = l.key where a.count >= l.most) then
    return false;
  end if;
  update identity.attempts a set count = a.count + 1 where a.key = any (p_keys);
  return true;
end $$;
create function attempt_give_back(p_keys text[]) returns void
language sql security definer set search_path = public as $$
  update identity.attempts a set count = greatest(0, a.count - 1) where a.key in (select l.key from identity.attempts l where l.key = any (p_keys) order by l.key for update);
$$;

-- ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
create or replace function api_key_of(p_hash text) returns json
language sql security definer set search_path = public as $$
  select json_build_object('workspaceId', k.workspace_id, 'id', k.id, 'name', k.name, 'role', k.role, 'scopes', k.scopes, 'expiresAt', k.expires_at, 'revokedAt', k.revoked_at,
    'isOfPerson', k.created_by is not null, 'makerRole', (select m.role from members m where m.workspace_id = k.workspace_id and m.user_id = k.created_by and m.disabled_at is null))
  from api_keys k where k.hash = p_hash;
$$;

-- ── links: invitations and new passwords ──────────────────────────────────────────────────────────────────────────────
create function invitation_of(p_hash text) returns json
language sql security definer set search_path = public as $$
  select json_build_object('workspaceId', i.workspace_id, 'workspaceName', w.name, 'email', i.email, 'role', i.role, 'invitedBy', i.invited_by_name,
    'isKnown', exists (select 1 from users u where u.email = i.email))
  from invitations i join workspaces w on w.id = i.workspace_id
  where i.hash = p_hash and i.accepted_at is null and i.revoked_at is null and i.expires_at > now();
$$;
-- Used once: whoever takes the row has it. An account that is there already is joined by its own person alone; a new one is made with the password given.
create function invitation_accept(p_hash text, p_user text, p_name text, p_password_hash text) returns json
language plpgsql security definer set search_path = public as $$
declare
  v_invitation invitations;
  v_user text;
begin
  select * into v_invitation from invitations i where i.hash = p_hash and i.accepted_at is null and i.revoked_at is null and i.expires_at > now() for update;
  if not found then return null; end if;
  select u.id into v_user from users u where u.email = v_invitation.email;
  if v_user is null then
    if p_password_hash is null then return null; end if;
    insert into users (id, email, name, password_hash) values (p_user, v_invitation.email, p_name, p_password_hash);
    v_user := p_user;
  elsif v_user <> p_user then
    return null;
  end if;
  insert into members (workspace_id, user_id, role) values (v_invitation.workspace_id, v_user, v_invitation.role) on conflict do nothing;
  update invitations i set accepted_at = now() where i.workspace_id = v_invitation.workspace_id and i.id = v_invitation.id;
  return json_build_object('workspaceId', v_invitation.workspace_id, 'userId', v_user, 'name', (select u.name from users u where u.id = v_user), 'email', v_invitation.email, 'role', v_invitation.role);
end $$;

create function reset_create(p_hash text, p_email text, p_minutes int) returns boolean
language sql security definer set search_path = public as $$
  with made as (insert into identity.resets (hash, user_id, expires_at) select p_hash, u.id, now() + make_interval(mins => p_minutes) from users u where u.email = lower(p_email) returning 1)
  select exists (select 1 from made);
$$;
-- An administrator gives a new password only to who belongs to this workspace alone: with it one could enter every other workspace of that person.
create function reset_create_for_member(p_hash text, p_workspace text, p_user text, p_minutes int) returns text
language plpgsql security definer set search_path = public as $$
begin
  if not exists (select 1 from members m where m.workspace_id = p_workspace and m.user_id = p_user and m.disabled_at is null) then return 'unknown'; end if;
  if exists (select 1 from members m where m.workspace_id <> p_workspace and m.user_id = p_user) then return 'elsewhere'; end if;
  insert into identity.resets (hash, user_id, expires_at) values (p_hash, p_user, now() + make_interval(mins => p_minutes));
  return 'made';
end $$;
create function reset_of(p_hash text) returns json
language sql security definer set search_path = public as $$
  select json_build_object('email', u.email, 'name', u.name) from identity.resets r join users u on u.id = r.user_id where r.hash = p_hash and r.expires_at > now();
$$;
create function password_set(p_user text, p_password_hash text, p_keep_session text) returns void
language sql security definer set search_path = public as $$
  update users u set password_hash = p_password_hash where u.id = p_user;
  update identity.sessions s set expires_at = now() - interval '1 millisecond' where s.user_id = p_user and s.id is distinct from p_keep_session and s.expires_at > now();
  delete from identity.resets r where r.user_id = p_user;
$$;
create function reset_use(p_hash text, p_password_hash text) returns text
language plpgsql security definer set search_path = public as $$
declare
  v_user text;
begin
  delete from identity.resets r where r.hash = p_hash and r.expires_at > now() returning r.user_id into v_user;
  if v_user is null then return null; end if;
  perform password_set(v_user, p_password_hash, null);
  return v_user;
end $$;
create function person_rename(p_user text, p_name text) returns void
language sql security definer set search_path = public as $$ update users u set name = p_name where u.id = p_user; $$;

-- ── second factors ────────────────────────────────────────────────────────────────────────────────────────────────────
create function factor_of(p_user text) returns table (sealed bytea, "isConfirmed" boolean, "recoveryCodes" int)
language sql security definer set search_path = public as $$
  select f.sealed, f.confirmed_at is not null, (select count(*)::int from identity.recovery_codes c where c.user_id = p_user) from identity.factors f where f.user_id = p_user;
$$;
create function factor_begin(p_user text, p_sealed bytea) returns boolean
language sql security definer set search_path = public as $$
  with begun as (insert into identity.factors as f (user_id, sealed) values (p_user, p_sealed)
    on conflict (user_id) do update set sealed = excluded.sealed, last_step = 0 where f.confirmed_at is null returning 1)
  select exists (select 1 from begun);
$$;
create function factor_confirm(p_user text, p_step bigint, p_hashes text[]) returns boolean
language plpgsql security definer set search_path = public as $$
begin
  update identity.factors f set confirmed_at = now(), last_step = p_step where f.user_id = p_user and f.confirmed_at is null;
  if not found then return false; end if;
  delete from identity.recovery_codes c where c.user_id = p_user;
  insert into identity.recovery_codes (user_id, hash) select p_user, h from unnest(p_hashes) as h;
  return true;
end $$;
-- A code is taken once: a later step than any before.
create function factor_use(p_user text, p_step bigint) returns boolean
language sql security definer set search_path = public as $$
  with used as (update identity.factors f set last_step = p_step where f.user_id = p_user and f.confirmed_at is not null and f.last_step < p_step returning 1)
  select exists (select 1 from used);
$$;
create function recovery_use(p_user text, p_hash text) returns boolean
language sql security definer set search_path = public as $$
  with used as (delete from identity.recovery_codes c where c.user_id = p_user and c.hash = p_hash returning 1) select exists (select 1 from used);
$$;
create function factor_remove(p_user text) returns void
language sql security definer set search_path = public as $$
  delete from identity.recovery_codes c where c.user_id = p_user;
  delete from identity.factors f where f.user_id = p_user;
$$;

-- ── the audit: a chain for each workspace ─────────────────────────────────────────────────────────────────────────────
alter table public.audit_entries
  add column seq int,
  add column because text not null default '',
  add column address text not null default '',
  add column agent text not null default '',
  add column request_id text not null default '',
  add column previous text not null default '',
  add column hash text not null default '';
-- Kept as it was written, since the hash is over the text.
alter table public.audit_entries alter column detail drop default;
alter table public.audit_entries alter column detail type json using detail::json;
alter table public.audit_entries alter column detail set default '{}';

CREATE TABLE "audit_heads" (
    "workspace_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_heads_pkey" PRIMARY KEY ("workspace_id")
);
alter table public.audit_heads enable row level security;
alter table public.audit_heads force row level security;
create policy own_workspace on public.audit_heads for select to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.audit_heads to current_user using (true) with check (true);
grant select on public.audit_heads to fermata_app;

-- Every part with its length before it, so that no two entries have one text. `lib/tenancy/audit-chain.ts` writes the same.
create function audit_text(p_parts text[]) returns text language sql immutable as $$
  select string_agg(octet_length(coalesce(part, '')) || ':' || coalesce(part, ''), ',' order by at) from unnest(p_parts) with ordinality as p (part, at);
$$;
create function audit_hash(e audit_entries) returns text language sql stable as $$
  select encode(sha256(convert_to(audit_text(array[e.previous, e.workspace_id, e.seq::text, e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    e.actor_kind, e.actor_id, e.actor_name, e.action, coalesce(e.target, ''), e.because, e.address, e.agent, e.request_id, e.detail::text]), 'UTF8')), 'hex');
$$;
create function chain_audit() returns trigger
language plpgsql security definer set search_path = public as $$
declare
  v_seq int;
  v_hash text;
begin
  -- The head's lock makes writers of one workspace queue.
  insert into audit_heads as h (workspace_id, seq, hash) values (new.workspace_id, 0, repeat('0', 64))
    on conflict (workspace_id) do update set seq = h.seq returning h.seq, h.hash into v_seq, v_hash;
  new.seq := v_seq + 1;
  new.previous := v_hash;
  new.at := date_trunc('milliseconds', clock_timestamp());
  new.hash := audit_hash(new);
  update audit_heads h set seq = new.seq, hash = new.hash where h.workspace_id = new.workspace_id;
  return new;
end $$;

-- What was there before the chain is its beginning, at the times that it had.
do $$
declare
  e audit_entries;
  v_workspace text;
  v_seq int;
  v_hash text;
begin
  for e in select * from audit_entries order by workspace_id, at, id loop
    if e.workspace_id is distinct from v_workspace then
      v_workspace := e.workspace_id; v_seq := 0; v_hash := repeat('0', 64);
    end if;
    v_seq := v_seq + 1;
    e.seq := v_seq; e.previous := v_hash;
    v_hash := audit_hash(e);
    update audit_entries a set seq = v_seq, previous = e.previous, hash = v_hash where a.workspace_id = e.workspace_id and a.id = e.id;
    insert into audit_heads as h (workspace_id, seq, hash) values (v_workspace, v_seq, v_hash) on conflict (workspace_id) do update set seq = excluded.seq, hash = excluded.hash;
  end loop;
end $$;
alter table public.audit_entries alter column seq set not null;
CREATE UNIQUE INDEX "audit_entries_workspace_id_seq_key" ON "audit_entries"("workspace_id", "seq");

create trigger chain before insert on public.audit_entries for each row execute function chain_audit();
create function refuse_change() returns trigger language plpgsql as $$ begin raise exception 'an audit entry is never changed or deleted'; end $$;
create trigger kept before update or delete on public.audit_entries for each row execute function refuse_change();
create trigger kept_whole before truncate on public.audit_entries for each statement execute function refuse_change();

-- What a person does outside every workspace (signing in, a new password) is told in each workspace that the person belongs to.
create function audit_person(p_user text, p_id text, p_action text, p_because text, p_address text, p_agent text, p_request text, p_detail json) returns void
language sql security definer set search_path = public as $$
  insert into audit_entries (workspace_id, id, actor_kind, actor_id, actor_name, action, because, address, agent, request_id, detail)
  select m.workspace_id, p_id || '_' || row_number() over (order by m.workspace_id), 'member', u.id, u.name, p_action, p_because, p_address, p_agent, p_request, p_detail
  from members m join users u on u.id = m.user_id where m.user_id = p_user order by m.workspace_id;
$$;

do $$
declare f text;
begin
  for f in select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner
    where n.nspname = 'public' and r.rolname = current_user
      and p.proname in ('places_of', 'sign_in_of', 'session_open', 'session_of', 'session_seen', 'sessions_of', 'session_end', 'sessions_end_but', 'attempt_take', 'attempt_give_back',
        'api_key_of', 'invitation_of', 'invitation_accept', 'reset_create', 'reset_create_for_member', 'reset_of', 'reset_use', 'password_set', 'person_rename',
        'factor_of', 'factor_begin', 'factor_confirm', 'factor_use', 'recovery_use', 'factor_remove', 'audit_text', 'audit_hash', 'audit_person', 'chain_audit', 'refuse_change')
  loop
    execute format('revoke all on function %s from public', f);
    if f not like 'chain_audit%' and f not like 'refuse_change%' then execute format('grant execute on function %s to fermata_app', f); end if;
  end loop;
end $$;
