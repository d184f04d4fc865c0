-- Roles that a workspace makes of the product's permissions. A member, an invitation or a key names one by its id, which begins with `rol_`.
CREATE TABLE "custom_roles" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "says" TEXT NOT NULL DEFAULT '',
    "permissions" TEXT[],
    "revision" INTEGER NOT NULL DEFAULT 1,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by_name" TEXT NOT NULL,

    CONSTRAINT "custom_roles_pkey" PRIMARY KEY ("workspace_id","id")
);
alter table public.custom_roles enable row level security;
alter table public.custom_roles force row level security;
create policy own_workspace on public.custom_roles to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.custom_roles to current_user using (true) with check (true);
grant select, insert, update, delete on public.custom_roles to fermata_app;

-- What is held, as it is now. A role that is gone holds nothing: whoever is still named by it may do nothing.
create function role_held(p_workspace text, p_role text) returns json language sql stable as $$
  select case when starts_with(p_role, 'rol_') then coalesce(
    (select json_build_object('id', r.id, 'name', r.name, 'says', r.says, 'permissions', r.permissions) from public.custom_roles r where r.workspace_id = p_workspace and r.id = p_role),
    json_build_object('id', p_role, 'name', 'a role that is gone', 'says', '', 'permissions', '{}'::text[])) else to_json(p_role) end;
$$;
revoke all on function role_held(text, text) from public;
grant execute on function role_held(text, text) to fermata_app;

create or replace function places_of(p_user text) returns json
language sql security definer set search_path = public as $$
  select coalesce(json_agg(json_build_object('workspaceId', m.workspace_id, 'workspaceName', w.name, 'role', role_held(m.workspace_id, m.role)) order by m.created_at, m.workspace_id), '[]')
  from members m join workspaces w on w.id = m.workspace_id where m.user_id = p_user and m.disabled_at is null;
$$;

create or replace function api_key_of(p_hash text) returns json
language sql security definer set search_path = public as $$
  select json_build_object('workspaceId', k.workspace_id, 'id', k.id, 'name', k.name, 'role', role_held(k.workspace_id, k.role), 'scopes', k.scopes, 'expiresAt', k.expires_at, 'revokedAt', k.revoked_at,
    'isOfPerson', k.created_by is not null,
    'makerRole', (select role_held(m.workspace_id, m.role) from members m where m.workspace_id = k.workspace_id and m.user_id = k.created_by and m.disabled_at is null))
  from api_keys k where k.hash = p_hash;
$$;

create or replace function invitation_of(p_hash text) returns json
language sql security definer set search_path = public as $$
  select json_build_object('workspaceId', i.workspace_id, 'workspaceName', w.name, 'email', i.email, 'role', role_held(i.workspace_id, i.role), 'invitedBy', i.invited_by_name,
    'isKnown', exists (select 1 from users u where u.email = i.email))
  from invitations i join workspaces w on w.id = i.workspace_id
  where i.hash = p_hash and i.accepted_at is null and i.revoked_at is null and i.expires_at > now();
$$;

create or replace function invitation_accept(p_hash text, p_user text, p_name text, p_password_hash text) returns json
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
  return json_build_object('workspaceId', v_invitation.workspace_id, 'userId', v_user, 'name', (select u.name from users u where u.id = v_user), 'email', v_invitation.email,
    'role', role_held(v_invitation.workspace_id, v_invitation.role));
end $$;
