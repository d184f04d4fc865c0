-- Who somebody is to an issuer of OpenID Connect: bound at their first sign-in by it, so that an address which passes to somebody else
-- does not bring the account along.
create table identity.logins (
  issuer text not null,
  subject text not null,
  user_id text not null references public.users (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  primary key (issuer, subject),
  unique (issuer, user_id)
);

-- The account of somebody whom an issuer vouches for: the one bound to this subject, else the one of this verified address that no other
-- subject of the issuer has. Nobody gets an account by it.
create function login_of(p_issuer text, p_subject text, p_email text) returns json
language plpgsql security definer set search_path = public as $$
declare v_user text;
begin
  select user_id into v_user from identity.logins where issuer = p_issuer and subject = p_subject;
  if v_user is null then
    select id into v_user from users where email = p_email;
    if v_user is null then return null; end if;
    insert into identity.logins (issuer, subject, user_id) values (p_issuer, p_subject, v_user) on conflict do nothing;
    if not exists (select 1 from identity.logins where issuer = p_issuer and subject = p_subject and user_id = v_user) then return null; end if;
  end if;
  return (select json_build_object('id', id, 'email', email, 'name', name) from users where id = v_user);
end $$;
revoke all on function login_of(text, text, text) from public;
grant execute on function login_of(text, text, text) to fermata_app;
